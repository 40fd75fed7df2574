import { Button, Modal } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { FormEvent, ReactNode } from 'react';
import { ErrorNotice } from './ErrorNotice.tsx';
import classes from './FormParts.module.css';

/** One problem of a form, and the field that it belongs to. */
export type SummaryProblem = { label: string; message: string; fieldId: string };

/** What is wrong with a form, in one place: each problem leads to its field. One problem alone stays at its field only. */
export function FormSummary({ problems, error }: { problems: readonly SummaryProblem[]; error: unknown }): ReactNode {
  if (error !== null && error !== undefined) return <ErrorNotice error={error} />;
  if (problems.length < 2) return null;
  return (
    <div className={classes.summary} role="alert">
      <IconAlertTriangle aria-hidden className={classes.icon} />
      <div>
        <p className={classes.title}>{problems.length} fields need another look</p>
        <ul>
          {problems.map((problem) => (
            <li key={problem.fieldId + problem.message}>
              <button type="button" className={classes.link} onClick={() => document.getElementById(problem.fieldId)?.focus()}>
                {problem.label}
              </button>
              : {problem.message}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** The fields of a form, one under the other. */
export function FormFields({ children, columns = 1 }: { children: ReactNode; columns?: 1 | 2 }): ReactNode {
  return (
    <div className={classes.fields} data-columns={columns}>
      {children}
    </div>
  );
}

/** The buttons under a form: the primary one last, where the eye ends. */
export function FormActions({ children, align = 'end' }: { children: ReactNode; align?: 'start' | 'end' }): ReactNode {
  return (
    <div className={classes.actions} data-align={align}>
      {children}
    </div>
  );
}

/** Props of {@link FormDialog}; `form` is what `useApiForm` gave. */
export type FormDialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  form: { onSubmit: (event: FormEvent) => void; problems: readonly SummaryProblem[]; error: unknown; isBusy: boolean; isChanged?: boolean };
  submitLabel: string;
  children: ReactNode;
  size?: string | number;
};

/** A form in a dialog: Enter submits, Escape closes, errors stay inside. A stray click beside it does not throw away what was typed. */
export function FormDialog({ isOpen, onClose, title, description, form, submitLabel, children, size = 'md' }: FormDialogProps): ReactNode {
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} size={size} closeOnClickOutside={form.isChanged !== true}>
      <form onSubmit={form.onSubmit} noValidate className={classes.dialog}>
        {description && <p className={classes.description}>{description}</p>}
        <FormSummary problems={form.problems} error={form.error} />
        <FormFields>{children}</FormFields>
        <FormActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={form.isBusy}>
            {submitLabel}
          </Button>
        </FormActions>
      </form>
    </Modal>
  );
}
