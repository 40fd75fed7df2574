import { Button } from '@mantine/core';
import { IconRobot } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { formatPlural } from '../ui/format.ts';
import classes from '../runs/BulkBar.module.css';
import own from './ChosenBar.module.css';

/** What can be done with chosen scripts or flows together. */
export function ChosenBar({ noun, count, onAgent, onClear }: { noun: string; count: number; onAgent: () => void; onClear: () => void }): ReactNode {
  return (
    <div className={`${classes.bar} ${own.chosen}`} role="region" aria-label={`Chosen ${noun}s`}>
      <div className={classes.row}>
        <span className={classes.count}>{formatPlural(count, noun)} chosen</span>
        <Button size="xs" leftSection={<IconRobot />} onClick={onAgent}>
          Make an agent of {count === 1 ? 'it' : 'them'}
        </Button>
        <Button size="xs" variant="subtle" onClick={onClear}>
          Clear the choice
        </Button>
      </div>
    </div>
  );
}
