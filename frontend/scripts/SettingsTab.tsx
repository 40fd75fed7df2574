import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Script } from '../../backend/scripts/scripts.contract.ts';
import { Facts } from '../ui/Facts.tsx';
import { Section } from '../ui/Page.tsx';
import classes from './SettingsTab.module.css';
import { wordsOfSettings } from './settings-words.ts';

/** How the script runs, in words, with the way to change it. */
export function SettingsTab({ workspace, script, mayEdit }: { workspace: string; script: Script; mayEdit: boolean }): ReactNode {
  const words = wordsOfSettings(script.settings);
  const locked = script.lock.split('\n').filter((line) => line.trim() !== '').length;
  return (
    <div className={classes.tab}>
      <Section
        title="How it runs"
        actions={
          mayEdit && (
            <Link to="/w/$workspace/scripts/edit/$" params={{ workspace, _splat: script.path }} search={{ panel: 'settings' }}>
              Change settings
            </Link>
          )
        }
      >
        <Facts facts={words} none="As the worker does by default: a warm process, no retries, no limits of its own." />
      </Section>
      {script.lock !== '' && (
        <Section
          title="Locked dependencies"
          description={`Resolved when version ${script.version} was deployed; every run uses exactly these. ${locked} lines.`}
        >
          <pre className={classes.lock} tabIndex={0} aria-label="Lock file">
            {script.lock}
          </pre>
        </Section>
      )}
    </div>
  );
}
