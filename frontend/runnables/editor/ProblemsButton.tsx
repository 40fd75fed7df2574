import { Button, Popover } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { formatPlural } from '../../ui/format.ts';
import classes from './ProblemsButton.module.css';

/** Props of {@link ProblemsButton}: what the check says, and the list of it, which is given the way to close. */
export type ProblemsButtonProps = { problems: readonly { severity: 'error' | 'warning' }[]; children: (close: () => void) => ReactNode };

/** How many errors or warnings the check has found, with the list of them behind it; nothing where all is well. */
export function ProblemsButton({ problems, children }: ProblemsButtonProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  if (problems.length === 0) return null;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={420} trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="subtle"
          className={classes.problems}
          data-severity={errors > 0 ? 'error' : 'warning'}
          leftSection={<IconAlertTriangle />}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {errors > 0 ? formatPlural(errors, 'problem') : formatPlural(problems.length, 'warning')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>{children(() => setOpen(false))}</Popover.Dropdown>
    </Popover>
  );
}
