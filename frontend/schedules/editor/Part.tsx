import { Collapse, UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useId, useState, type ReactNode } from 'react';
import classes from './Part.module.css';

/** A part of a long form with a heading; `closed` ones open on a click and tell how much is set in them. */
export function Part({
  title,
  count,
  isOpenAtFirst = true,
  canClose = false,
  children,
}: {
  title: string;
  count?: number;
  isOpenAtFirst?: boolean;
  canClose?: boolean;
  children: ReactNode;
}): ReactNode {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const id = useId();
  if (!canClose) {
    return (
      <fieldset className={classes.part}>
        <legend className={classes.title}>{title}</legend>
        <div className={classes.fields}>{children}</div>
      </fieldset>
    );
  }
  return (
    <div className={classes.part}>
      <UnstyledButton className={classes.toggle} aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
        <span className={classes.title}>{title}</span>
        {!!count && <span className={classes.count}>{count} set</span>}
        <IconChevronDown aria-hidden className={classes.chevron} data-open={isOpen || undefined} />
      </UnstyledButton>
      <Collapse id={id} expanded={isOpen}>
        <div className={classes.fields}>{children}</div>
      </Collapse>
    </div>
  );
}
