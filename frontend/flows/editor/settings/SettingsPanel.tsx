import { Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { useStep } from '../panel/step-context.ts';
import classes from './Settings.module.css';
import type { SettingGroup, StepSetting } from './setting-types.ts';
import { stepSettings } from './step-settings.ts';

const groups: readonly SettingGroup[] = ['Before it runs', 'When it fails', 'After it ran', 'How it runs'];

/** Everything that can be set on a step, under when it acts; what is off is one line. */
export function SettingsPanel(): ReactNode {
  const { step } = useStep();
  const fitting = stepSettings.filter(({ fits, isOn }) => fits(step) || isOn(step));
  return (
    <div className={classes.panel}>
      {groups.map((group) => {
        const members = fitting.filter((setting) => setting.group === group);
        return members.length === 0 ? null : (
          <section key={group} className={classes.group} aria-label={group}>
            <h2 className={classes.heading}>{group}</h2>
            {members.map((setting) => (
              <SettingView key={setting.id} setting={setting} />
            ))}
          </section>
        );
      })}
    </div>
  );
}

function SettingView({ setting: { id, label, hint, isOn, turnOn, turnOff, Fields } }: { setting: StepSetting }): ReactNode {
  const { step, pointer, editor } = useStep();
  const isActive = isOn(step);
  const toggle = (): void => editor.run({ do: 'set_flow', field: pointer.split('/').slice(1), value: isActive ? turnOff(step) : turnOn(step) });
  return (
    <div className={classes.setting} data-on={isActive || undefined} data-setting={id}>
      <div className={classes.head}>
        <Switch label={label} description={hint} checked={isActive} onChange={toggle} />
      </div>
      {isActive && Fields && (
        <div className={classes.fields}>
          <Fields />
        </div>
      )}
    </div>
  );
}
