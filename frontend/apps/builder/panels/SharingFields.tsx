import { NumberInput, Switch, TagsInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { AppAudience, GuestLimits } from '../../../../backend/apps/app.contract.ts';
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

const limitWords: Readonly<Record<keyof GuestLimits, string>> = {
  runs_per_address: 'Runs in a minute from one address',
  runs_per_minute: 'Runs in a minute of all of them',
  runs_per_day: 'Runs in a day of all of them',
};

function LimitFields({ limits, onChange }: { limits: GuestLimits; onChange: (limits: GuestLimits) => void }): ReactNode {
  return (Object.keys(limitWords) as (keyof GuestLimits)[]).map((name) => (
    <NumberInput
      key={name}
      label={limitWords[name]}
      size="xs"
      min={1}
      value={limits[name]}
      onChange={(value) => {
        const next = GuestLimits.safeParse({ ...limits, [name]: value });
        if (next.success) onChange(next.data);
      }}
    />
  ));
}

function OriginsField({ audience, onChange }: Pick<Props, 'audience' | 'onChange'>): ReactNode {
  const [problem, setProblem] = useState<string | null>(null);
  const { embed: _embed, ...others } = audience;
  return (
    <TagsInput
      label="Sites that may show it in a frame"
      description="Such as https://portal.example.com. Their people need no account: the site vouches for them."
      value={audience.embed?.origins ?? []}
      error={problem}
      onChange={(origins) => {
        const next = AppAudience.safeParse({ ...others, ...(origins.length > 0 ? { embed: { origins } } : {}) });
        setProblem(next.success ? null : (next.error.issues[0]?.message ?? 'This is no address of a site.'));
        if (next.success) onChange(next.data);
      }}
    />
  );
}
