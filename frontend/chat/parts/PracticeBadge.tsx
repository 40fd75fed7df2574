import { IconSchool } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './PracticeBadge.module.css';

/** Says of every answer of the practice model that no language model wrote it. */
export function PracticeBadge(): ReactNode {
  return (
    <p className={classes.badge} title="The practice model is built in, needs no key, and picks tools by simple rules. It is not a language model.">
      <IconSchool aria-hidden />
      Practice model, not a language model
    </p>
  );
}
