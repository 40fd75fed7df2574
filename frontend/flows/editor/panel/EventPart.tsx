import type { ReactNode } from 'react';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { TransformField } from '../inputs/TransformField.tsx';
import { SecondsSetting } from '../settings/fields.tsx';
import classes from './Panel.module.css';
import { useStep } from './step-context.ts';

/** What the step waits for, and how it is told from outside. */
export function EventPart(): ReactNode {
  const { step, set, editor } = useStep();
  const { value } = step;
  if (value.type !== 'wait_for_event') return null;
  const key = value.key.type === 'static' ? String(value.key['value'] ?? '') : '<key>';
  const address = `${location.origin}/api/w/${editor.workspace}/events/${key === '<key>' ? key : encodeURIComponent(key)}`;
  return (
    <div className={classes.fields}>
      <TransformField
        name="key"
        label="Key"
        schema={{
          type: 'string',
          description: 'What the event is called. An expression makes it different for each run, such as "paid-" + flow_input.order_id.',
        }}
        value={value.key}
        onChange={(next) => set(['value', 'key'], next ?? { type: 'static', value: '' })}
        place="value/key"
      />
      <SecondsSetting label="Give up after" hint="The step then fails." value={value.timeout} min={1} onChange={(next) => set(['value', 'timeout'], next)} />
      <p className={classes.quiet}>
        The flow goes on with what is sent as JSON to
        <span className={classes.address}>
          <code>POST {address}</code>
          <CopyButton label="Copy the address" value={address} />
        </span>
      </p>
    </div>
  );
}
