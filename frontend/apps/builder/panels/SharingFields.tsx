import { NumberInput, Switch, TagsInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { AppAudience, GuestFileLimits, GuestLimits } from '../../../../backend/apps/app.contract.ts';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { useEditor } from '../editor-context.ts';
import classes from './Panels.module.css';

type Props = { workspace: string; audience: AppAudience; onChange: (audience: AppAudience) => void };

/** Who may open the app without an account: anybody, or people for whom another site vouches. Both are off until somebody turns them on and releases it. */
export function SharingFields({ workspace, audience, onChange }: Props): ReactNode {
  const path = useEditor((editor) => editor.path);
  const { anonymous, embed, ...members } = audience;
  const publicActions = useEditor(({ session }) => session.document.actions.filter((action) => action.is_public === true).length);
  return (
    <>
      <div className={classes.section}>
        <Switch
          label="Anybody may open it, without an account"
          checked={anonymous !== undefined}
          onChange={(event) =>
            onChange({ ...members, ...(embed ? { embed } : {}), ...(event.currentTarget.checked ? { anonymous: GuestLimits.parse({}) } : {}) })
          }
        />
        {anonymous && (
          <>
            <p className={classes.help}>
              They see pages that are for all viewers, and run {publicActions === 0 ? 'no action yet' : `${publicActions} of the actions`}: each action says
              whether it is open to them.
            </p>
            <Address address={`${location.origin}/a/${workspace}/${path}`} />
            <LimitFields limits={anonymous} onChange={(limits) => onChange({ ...audience, anonymous: limits })} />
          </>
        )}
      </div>
      <OriginsField audience={audience} onChange={onChange} />
      {embed && (
        <FileFields files={embed.files} onChange={(files) => onChange({ ...audience, embed: { origins: embed.origins, ...(files ? { files } : {}) } })} />
      )}
      {embed && (
        <p className={classes.help}>
          The backend of the site asks{' '}
          <code>
            POST /api/w/{workspace}/app_embed_tokens/{path}
          </code>{' '}
          for a token with the scope <code>apps:embed:{path}</code>, and opens the frame at{' '}
          <code>
            /embed/{workspace}/{path}#token=…
          </code>
          .
        </p>
      )}
    </>
  );
}

function Address({ address }: { address: string }): ReactNode {
  return (
    <p className={classes.address}>
      <code>{address}</code>
      <CopyButton value={address} label="Copy the address" />
    </p>
  );
}

type Limits<Name extends string> = Readonly<Record<Name, string>>;

const limitWords: Limits<Exclude<keyof GuestLimits, 'files'>> = {
  runs_per_address: 'Runs in a minute from one address',
  runs_per_minute: 'Runs in a minute of all of them',
  runs_per_day: 'Runs in a day of all of them',
};

const fileWords: Limits<keyof GuestFileLimits> = {
  max_mb: 'Largest file in MB',
  files_per_address: 'Files in a day from one address',
  files_per_minute: 'Files in a minute of all of them',
  mb_per_day: 'MB in a day of all of them',
};

type NumbersProps<Name extends string> = { words: Limits<Name>; values: Readonly<Record<Name, number>>; onChange: (name: Name, value: number) => void };

function Numbers<Name extends string>({ words, values, onChange }: NumbersProps<Name>): ReactNode {
  return (Object.keys(words) as Name[]).map((name) => (
    <NumberInput
      key={name}
      label={words[name]}
      size="xs"
      min={1}
      value={values[name]}
      onChange={(value) => {
        if (typeof value === 'number') onChange(name, value);
      }}
    />
  ));
}

function LimitFields({ limits, onChange }: { limits: GuestLimits; onChange: (limits: GuestLimits) => void }): ReactNode {
  const put = (change: object): void => {
    const next = GuestLimits.safeParse({ ...limits, ...change });
    if (next.success) onChange(next.data);
  };
  return (
    <>
      <Numbers words={limitWords} values={limits} onChange={(name, value) => put({ [name]: value })} />
      <FileFields files={limits.files} onChange={(files) => put({ files })} />
    </>
  );
}

/** Whether people without an account upload files where a page asks for some, and how much. */
function FileFields({ files, onChange }: { files: GuestFileLimits | undefined; onChange: (files: GuestFileLimits | undefined) => void }): ReactNode {
  return (
    <>
      <Switch
        label="They may upload files"
        description="Where a page asks for some, of the kinds that it names"
        checked={files !== undefined}
        onChange={(event) => onChange(event.currentTarget.checked ? GuestFileLimits.parse({}) : undefined)}
      />
      {files && (
        <Numbers
          words={fileWords}
          values={files}
          onChange={(name, value) => {
            const next = GuestFileLimits.safeParse({ ...files, [name]: value });
            if (next.success) onChange(next.data);
          }}
        />
      )}
    </>
  );
}

function OriginsField({ audience, onChange }: Pick<Props, 'audience' | 'onChange'>): ReactNode {
  const [problem, setProblem] = useState<string | null>(null);
  const { embed, ...others } = audience;
  return (
    <TagsInput
      label="Sites that may show it in a frame"
      description="Such as https://portal.example.com. Their people need no account: the site vouches for them."
      value={embed?.origins ?? []}
      error={problem}
      onChange={(origins) => {
        const next = AppAudience.safeParse({ ...others, ...(origins.length > 0 ? { embed: { ...embed, origins } } : {}) });
        setProblem(next.success ? null : (next.error.issues[0]?.message ?? 'This is no address of a site.'));
        if (next.success) onChange(next.data);
      }}
    />
  );
}
