import { toAppError } from '../common/error.filter.ts';
import type { FileRemark } from './core/items.ts';
import type { ImportedItem, ImportResult } from './import-export.contract.ts';

/** Keeps what becomes of each object of an import. */
export class ImportReport {
  private readonly items: ImportedItem[] = [];
  private readonly notes: FileRemark[];
  private readonly secrets = new Set<string>();

  constructor(notes: readonly FileRemark[]) {
    this.notes = [...notes];
  }

  /** Imports one object; an error is kept, so that the others still are imported. */
  async put(kind: string, path: string, work: () => Promise<{ isNew: boolean; isChanged: boolean }>): Promise<void> {
    try {
      const { isNew, isChanged } = await work();
      this.items.push({ kind, path, outcome: isNew ? 'created' : isChanged ? 'updated' : 'unchanged', error: null });
    } catch (error) {
      const { code, message } = toAppError(error);
      this.items.push({ kind, path, outcome: 'failed', error: { code, message } });
    }
  }

  note(file: string, message: string): void {
    this.notes.push({ file, message });
  }

  /** A secret that must be typed before the object works. */
  missingSecret(place: string): void {
    this.secrets.add(place);
  }

  /** Whether an object was imported, so that what hangs on it can be. */
  has(kind: string, path: string): boolean {
    return this.items.some((item) => item.kind === kind && item.path === path && item.outcome !== 'failed');
  }

  result(): ImportResult {
    return { items: this.items, notes: this.notes, missing_secrets: [...this.secrets] };
  }
}
