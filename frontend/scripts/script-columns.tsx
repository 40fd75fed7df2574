import type { ScriptRow } from '../../backend/scripts/scripts.contract.ts';
import { runnableColumns } from '../runnables/runnable-columns.tsx';
import { LanguageIcon } from '../ui/KindIcon.tsx';

/** Columns of the list of scripts. */
export const scriptColumns = runnableColumns<ScriptRow>('script', {
  icon: (row) => <LanguageIcon language={row.language} />,
  marks: (row) => [...(row.has_main ? [] : ['library']), ...(row.is_workflow ? ['workflow'] : [])],
  isRunnable: (row) => row.has_main,
});
