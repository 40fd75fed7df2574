import { Anchor, Button, Collapse } from '@mantine/core';
import { IconAlertTriangle, IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Job, JobError } from '../../backend/jobs/jobs.contract.ts';
import { scriptQuery } from '../scripts/scripts.api.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { StaticCode } from '../ui/StaticCode.tsx';
import classes from './ErrorPanel.module.css';
import { ranOf } from './run-words.ts';

const linesAround = 4;

/** Props of {@link ErrorPanel}. */
export type ErrorPanelProps = {
  workspace: string;
  job: Job;
  error: JobError;
  /** The code that ran, when the page has it: a test of code that is not deployed. Without it the version is read. */
  content?: string;
  /** Goes to a line of code that is open on this page; without it a link leads into the editor. */
  onGoTo?: (line: number, column: number | undefined) => void;
};

/** Why a run failed: the message, the line of code that it came from, the way into the editor, the stack. */
export function ErrorPanel({ workspace, job, error, content, onGoTo }: ErrorPanelProps): ReactNode {
  const [isStackOpen, setStackOpen] = useState(false);
  return (
    <section className={classes.panel} aria-label="Error">
      <div className={classes.head}>
        <IconAlertTriangle aria-hidden className={classes.icon} />
        <div className={classes.words}>
          <p className={classes.message}>{error.message}</p>
          <p className={classes.facts}>
            <span className={classes.code}>{error.code}</span>
            {error.name !== 'Error' && <span>{error.name}</span>}
            {error.exit_code !== undefined && <span>exit code {error.exit_code}</span>}
          </p>
        </div>
        <CopyButton label="Copy the error" value={() => [`${error.code}: ${error.message}`, error.stack].filter(Boolean).join('\n')} />
      </div>
      {error.line !== undefined && <FailingLine workspace={workspace} job={job} error={error} line={error.line} content={content} onGoTo={onGoTo} />}
      {error.stack && (
        <div>
          <Button
            size="xs"
            variant="subtle"
            leftSection={<IconChevronDown className={classes.chevron} data-open={isStackOpen || undefined} />}
            aria-expanded={isStackOpen}
            onClick={() => setStackOpen(!isStackOpen)}
          >
            Stack
          </Button>
          <Collapse expanded={isStackOpen}>
            <pre className={classes.stack} tabIndex={0} aria-label="Stack of the error">
              {error.stack}
            </pre>
          </Collapse>
        </div>
      )}
    </section>
  );
}

type FailingLineProps = ErrorPanelProps & { line: number };

function FailingLine({ workspace, job, error, line, content, onGoTo }: FailingLineProps): ReactNode {
  const isDeployed = job.kind === 'script' && job.version !== null && job.path !== '';
  const version = useQuery({ ...scriptQuery(workspace, job.path, job.version ?? undefined), enabled: content === undefined && isDeployed });
  const code = content ?? version.data?.content;
  const ran = ranOf(job);
  const editor: string = `/w/${workspace}/${ran.folder}/edit/${ran.path}`;
  const language = job.language ?? version.data?.language ?? 'text';
  const place = `line ${line}${error.column ? `, column ${error.column}` : ''}`;
  return (
    <div className={classes.excerpt}>
      {code !== undefined && (
        <StaticCode
          content={code}
          language={language}
          label={`Code around ${place}`}
          from={Math.max(1, line - linesAround)}
          to={line + linesAround}
          marked={{ line, column: error.column }}
          hasLineNumbers
        />
      )}
      <p className={classes.place}>
        {onGoTo ? (
          <Anchor component="button" type="button" onClick={() => onGoTo(line, error.column)}>
            Go to {place}
          </Anchor>
        ) : job.may_edit && ran.path !== '' ? (
          <Link
            to={editor}
            search={ran.step === null ? { line: String(line), column: error.column ? String(error.column) : undefined, run: job.id } : { step: ran.step }}
          >
            Open {ran.step === null ? place : `${place} of step ${ran.step}`} in the editor
          </Link>
        ) : (
          <span>At {place}</span>
        )}
        {version.data && !version.data.is_current && <span>The code is that of version {version.data.version}; a newer one is deployed.</span>}
      </p>
    </div>
  );
}
