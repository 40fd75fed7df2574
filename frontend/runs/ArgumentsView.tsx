import { IconKey, IconLock, IconPlug } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { JsonObject } from '../../backend/common/json.ts';
import { JsonTree } from '../ui/JsonTree.tsx';
import classes from './ArgumentsView.module.css';

const reference = /^\$(res|var):(.+)$/;
const longText = 400;

const isSecret = (value: unknown): boolean => typeof value === 'object' && value !== null && (value as { $secret?: unknown }).$secret === true;

/** Names of the arguments in the order of the schema; what it does not know comes last. */
function namesOf(args: JsonObject, schema: JsonObject | null): string[] {
  const properties = schema?.['properties'];
  const known = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  return [...known.filter((name) => name in args), ...Object.keys(args).filter((name) => !known.includes(name))];
}

/** Props of {@link ArgumentsView}. `workspace` is null for people outside of it: nothing leads into it then. */
export type ArgumentsViewProps = { workspace: string | null; args: JsonObject; schema: JsonObject | null };

/** With what a run was started. Secrets are masked, references lead to what they name. */
export function ArgumentsView({ workspace, args, schema }: ArgumentsViewProps): ReactNode {
  const names = namesOf(args, schema);
  if (names.length === 0) return <p className={classes.none}>It was started without arguments.</p>;
  return (
    <dl className={classes.list}>
      {names.map((name) => (
        <div key={name} className={classes.entry}>
          <dt className={classes.name}>{name}</dt>
          <dd className={classes.value}>
            <ArgumentValue workspace={workspace} name={name} value={args[name]} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function ArgumentValue({ workspace, name, value }: { workspace: string | null; name: string; value: unknown }): ReactNode {
  if (isSecret(value)) {
    return (
      <span className={classes.secret}>
        <IconLock aria-hidden /> secret, not shown
      </span>
    );
  }
  if (value === null || value === undefined) return <span className={classes.nothing}>null</span>;
  if (typeof value === 'object') return <JsonTree value={value} label={`Argument ${name}`} maxHeight={220} />;
  if (typeof value !== 'string') return <span className={classes.plain}>{String(value)}</span>;
  const match = reference.exec(value);
  if (match && workspace !== null) return <ReferenceLink workspace={workspace} kind={match[1] as 'res' | 'var'} path={match[2] as string} />;
  return value.length > longText ? (
    <pre className={classes.long} tabIndex={0}>
      {value}
    </pre>
  ) : (
    <span className={classes.text}>{value === '' ? <span className={classes.nothing}>empty text</span> : value}</span>
  );
}

function ReferenceLink({ workspace, kind, path }: { workspace: string; kind: 'res' | 'var'; path: string }): ReactNode {
  const Glyph = kind === 'res' ? IconPlug : IconKey;
  return (
    <Link to={kind === 'res' ? '/w/$workspace/resources/$' : '/w/$workspace/variables/$'} params={{ workspace, _splat: path }} className={classes.reference}>
      <Glyph aria-hidden /> {path}
    </Link>
  );
}
