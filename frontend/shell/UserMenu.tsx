import { Popover, SegmentedControl } from '@mantine/core';
import { IconKeyboard, IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { forgetPerson } from '../session/connect-session.ts';
import { usePreferences, type Preferences } from '../session/preferences.ts';
import { signOut } from '../session/session.api.ts';
import { useMe } from '../session/workspace.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import classes from './UserMenu.module.css';

/** Signs out and goes to the sign-in page; also when the server could not be told, because the person wants to be gone. */
export function useSignOut(): () => void {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return () => {
    void signOut()
      .catch(() => undefined)
      .then(() => navigate({ to: '/sign-in' }))
      .then(() => forgetPerson(queryClient));
  };
}

/** Oneself: account, theme, density, keys, sign-out. */
export function UserMenu({ onHelp }: { onHelp: () => void }): ReactNode {
  const me = useMe();
  const navigate = useNavigate();
  const leave = useSignOut();
  const [isOpen, setIsOpen] = useState(false);
  const close = (perform: () => void) => () => {
    setIsOpen(false);
    perform();
  };
  return (
    <Popover opened={isOpen} onChange={setIsOpen} width={264} position="bottom-end" trapFocus>
      <Popover.Target>
        <button type="button" className={classes.button} aria-label={`Account of ${me.name || me.email}`} onClick={() => setIsOpen(!isOpen)}>
          <Avatar name={me.name || me.email} seed={me.email} />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.panel} aria-label="Account">
        <div className={classes.person}>
          <span className={classes.name}>{me.name || me.email}</span>
          {me.name && <span className={classes.email}>{me.email}</span>}
        </div>
        <div className={classes.group}>
          <PanelButton icon={<IconUserCircle aria-hidden />} onClick={close(() => void navigate({ to: '/account' }))}>
            Account and tokens
          </PanelButton>
          <PanelButton icon={<IconKeyboard aria-hidden />} keys="?" onClick={close(onHelp)}>
            Keys of this page
          </PanelButton>
        </div>
        <div className={classes.group}>
          <ThemeChoice />
          <DensityChoice />
        </div>
        <div className={classes.group}>
          <PanelButton icon={<IconLogout aria-hidden />} onClick={close(leave)}>
            Sign out
          </PanelButton>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function PanelButton({ icon, keys, onClick, children }: { icon: ReactNode; keys?: string; onClick: () => void; children: ReactNode }): ReactNode {
  return (
    <button type="button" className={classes.item} onClick={onClick}>
      {icon}
      <span className={classes.itemWords}>{children}</span>
      {keys && <Kbd keys={keys} />}
    </button>
  );
}

/** The switch of the theme. */
export function ThemeChoice(): ReactNode {
  const theme = usePreferences((store) => store.preferences.theme);
  const change = usePreferences((store) => store.change);
  return (
    <div className={classes.choice}>
      <span id="theme-choice">Theme</span>
      <SegmentedControl
        aria-labelledby="theme-choice"
        value={theme}
        onChange={(next) => change({ theme: next as Preferences['theme'] })}
        data={[{ value: 'system', label: 'System' }, { value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }]}
      />
    </div>
  );
}

/** The switch of the density. */
export function DensityChoice(): ReactNode {
  const density = usePreferences((store) => store.preferences.density);
  const change = usePreferences((store) => store.change);
  return (
    <div className={classes.choice}>
      <span id="density-choice">Rows</span>
      <SegmentedControl
        aria-labelledby="density-choice"
        value={density}
        onChange={(next) => change({ density: next as Preferences['density'] })}
        data={[{ value: 'comfortable', label: 'Comfortable' }, { value: 'compact', label: 'Compact' }]}
      />
    </div>
  );
}
