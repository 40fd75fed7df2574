import type { ReactNode } from 'react';
import type { SignatureInfo } from '../../../backend/scripts/scripts.contract.ts';
import { Section } from '../../ui/Page.tsx';
import { StaticCode } from '../../ui/StaticCode.tsx';
import classes from './panels.module.css';

/** What the code says: the schema of its arguments and what it imports. It is read out of the code and never run for it. */
export function SchemaPanel({ signature }: { signature: SignatureInfo | null }): ReactNode {
  if (!signature) return <p className={classes.quiet}>The code could not be read yet.</p>;
  const { packages, scripts } = signature.imports;
  return (
    <div className={classes.panel}>
      <Section title="Arguments as JSON Schema" description="Read out of the parameters of main.">
        <StaticCode content={JSON.stringify(signature.schema, null, 2)} language="json" label="Schema of the arguments" />
      </Section>
      <Section
        title="Imports"
        description={
          packages.length + scripts.length === 0
            ? 'None. A package is used by importing it: it is resolved and locked at deploy.'
            : 'Packages are resolved and locked at deploy.'
        }
      >
        <ul className={classes.list}>
          {packages.map(({ specifier, line }) => (
            <li key={`${specifier}:${line}`}>
              <code>{specifier}</code> <span className={classes.quiet}>package, line {line}</span>
            </li>
          ))}
          {scripts.map((path) => (
            <li key={path}>
              <code>{path}</code> <span className={classes.quiet}>script</span>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
