import { useState } from 'react';
import { addRow, countChanges, editCell, insertedRows, isAllRefused, missingValues, noChanges, refusedChanges, rowErrors, toggleDeleted } from './changes.ts';
import type { TableRow } from './rows.ts';
import type { Table } from './useTable.ts';

/** Edits that are not saved yet, and saving them. */
export function useEditing({ view, changes, setChanges, columns, stored, reload }: Table) {
  const { props, emit, host, isEditing } = view;
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const mayEdit = !isEditing && !props.disabled && !isSaving;
  const discard = (): void => {
    setChanges(noChanges);
    setErrors({});
    setProblem(null);
  };
  const takeAnswer = (answer: unknown): void => {
    const refused = rowErrors(answer);
    if (isAllRefused(answer)) {
      setErrors(refused);
      setProblem(`Nothing was saved yet: ${refusalText(refused)}`);
      return;
    }
    const { changes: left, newErrors } = refusedChanges(changes, refused, props.row_key);
    setErrors({ ...refused, ...newErrors });
    setChanges(left);
    setProblem(Object.keys(refused).length === 0 ? null : `Not all was saved: ${refusalText(refused)}`);
  };
  const save = async (): Promise<void> => {
    const missing = missingValues([...insertedRows(changes), ...stored], columns, changes);
    setErrors(missing);
    setProblem(Object.keys(missing).length > 0 ? 'Something is missing in the marked rows.' : null);
    if (Object.keys(missing).length > 0) return;
    setIsSaving(true);
    try {
      if (props.save_action !== undefined && props.save_action !== '') {
        takeAnswer(await host.run(props.save_action, { changes }));
        await reload();
      }
      await emit('save', { changes });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The changes were not saved.');
    } finally {
      setIsSaving(false);
    }
  };
  const errorOf = (row: TableRow): string | undefined => errors[row.id] ?? errors[String(row.key)];
  return {
    mayEdit,
    count: countChanges(changes),
    isSaving,
    problem,
    errorOf,
    isDeleted: (row: TableRow): boolean => !row.isNew && changes.deleted.includes(row.key),
    isChanged: (row: TableRow, field: string): boolean => row.isNew || changes.updated[String(row.key)]?.[field] !== undefined,
    set: (row: TableRow, field: string, value: unknown): void => {
      if (!mayEdit) return;
      setChanges(editCell(changes, row, field, value));
      void emit('change', { row: row.row, key: row.key, field, value });
    },
    setMany: (edits: readonly { row: TableRow; field: string; value: unknown }[]): void => {
      if (mayEdit) setChanges(edits.reduce((all, { row, field, value }) => editCell(all, row, field, value), changes));
    },
    add: (): void => setChanges(addRow(changes)),
    toggleDeleted: (row: TableRow): void => setChanges(toggleDeleted(changes, row)),
    discard,
    save,
    accept: discard,
    showErrors: (given: unknown): void => takeAnswer({ errors: given }),
  };
}

/** How many rows were refused; of a single one also why. Of more each says it where it stands. */
function refusalText(refused: Readonly<Record<string, string>>): string {
  const reasons = Object.values(refused);
  return reasons.length === 1 ? `one row was refused. ${reasons[0]}` : `${reasons.length} rows were refused. The marked ones say why.`;
}

/** {@link useEditing}. */
export type Editing = ReturnType<typeof useEditing>;
