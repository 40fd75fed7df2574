import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { JsonObject } from '../../../backend/common/json.ts';
import { isApiError } from '../../api/api-error.ts';
import { type DraftControl, type DraftStore, useDraft } from '../../ui/useDraft.ts';
import type { RunnableKind } from '../runnable.ts';
import { deleteDraft, putDraft } from './drafts.api.ts';

/** What an editor reads of a deployed version. */
export type DeployedItem = { version: number; created_by: string; created_at: string; message: string };

/** With what an editor begins. */
export type EditorStart<Document> = {
  path: string;
  /** What is deployed; for something new what it begins with. */
  base: Document;
  /** Version of the base that the author began from; 0 for something new. */
  version: number;
  /** What the author sees: the base, or the draft. */
  document: Document;
  hasDraft: boolean;
};

/** What {@link useDeployed} needs: what is edited, and how its kind is read and written. The functions must stay the same while the editor is open. */
export type DeployedOptions<Document, Item extends DeployedItem> = {
  workspace: string;
  kind: RunnableKind;
  start: EditorStart<Document>;
  /** As it is in the editor now. */
  document: Document;
  /** Puts another document into the editor. */
  adopt: (document: Document) => void;
  /** The newest deployed version. */
  deployed: Item | null;
  documentOf: (item: Item) => Document;
  isSame: (one: Document, other: Document) => boolean;
  put: (document: Document, message: string, ifVersion: number) => Promise<Item>;
  /** Where the newest version is kept, and everything about the kind. */
  keys: { one: QueryKey; all: QueryKey };
};

/** Everything between an editor and what is deployed: the draft, the deploy, and what others deployed meanwhile. */
export type Deployed<Document, Item> = {
  base: Document;
  version: number;
  isChanged: boolean;
  draft: DraftControl<Document>;
  deploy: (message: string) => Promise<Item>;
  /** A version that somebody else deployed while this one was edited. */
  newer: Item | null;
  /** Goes on with one's own document on top of what was deployed meanwhile. */
  keepMine: () => void;
  /** Throws one's own changes away and goes on with what is deployed. */
  takeDeployed: () => Promise<void>;
};

/** Keeps what is edited as the person's draft, deploys it, and notices what others deployed meanwhile. */
export function useDeployed<Document, Item extends DeployedItem>(options: DeployedOptions<Document, Item>): Deployed<Document, Item> {
  const { workspace, kind, start, document, adopt, deployed, documentOf, isSame, put, keys } = options;
  const { path } = start;
  const client = useQueryClient();
  const [base, setBase] = useState({ document: start.base, version: start.version });
  const store = useMemo<DraftStore<Document>>(
    () => ({
      isSame,
      put: (wanted, basedOn) => putDraft(workspace, kind, path, wanted as unknown as JsonObject, basedOn),
      remove: () => deleteDraft(workspace, kind, path),
    }),
    [workspace, kind, path, isSame],
  );
  const draft = useDraft(store, document, { base: base.document, version: base.version, hasStored: start.hasDraft });
  const newer = deployed !== null && deployed.version > base.version ? deployed : null;
  const isChanged = useMemo(() => !isSame(document, base.document), [document, base.document, isSame]);
  const deploy = async (message: string): Promise<Item> => {
    // A draft that is on its way must not arrive after the deploy that removes it.
    await draft.flush().catch(() => undefined);
    try {
      const item = await put(document, message, base.version);
      setBase({ document: documentOf(item), version: item.version });
      draft.forget(documentOf(item));
      client.setQueryData(keys.one, item);
      void client.invalidateQueries({ queryKey: keys.all });
      return item;
    } catch (error) {
      if (isApiError(error, 'item/version_conflict')) void client.invalidateQueries({ queryKey: keys.one });
      throw error;
    }
  };
  return {
    base: base.document,
    version: base.version,
    isChanged,
    draft,
    deploy,
    newer,
    keepMine: () => newer && setBase({ document: documentOf(newer), version: newer.version }),
    takeDeployed: async () => {
      const target = newer ? { document: documentOf(newer), version: newer.version } : base;
      await deleteDraft(workspace, kind, path);
      setBase(target);
      adopt(target.document);
      draft.forget(target.document);
    },
  };
}
