import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { JsonObject } from '../../../backend/common/json.ts';
import { runPreview } from '../../runs/runs.api.ts';
import type { ScriptSource } from './script-source.ts';

/** A test of code that is not deployed: the run, and the code as it was then. */
export type Tested = { jobId: string; content: string };

/** Runs the code as it is in the editor. */
export function useTest(
  workspace: string,
  path: string,
  source: Pick<ScriptSource, 'language' | 'content' | 'settings'>,
): { tested: Tested | null; start: (args: JsonObject) => Promise<void>; isStarting: boolean } {
  const [tested, setTested] = useState<Tested | null>(null);
  const work = useMutation({
    mutationFn: async (args: JsonObject): Promise<Tested> => {
      const { language, content, settings } = source;
      return { jobId: await runPreview(workspace, { language, content, args, path, settings }), content };
    },
    onSuccess: setTested,
  });
  return { tested, start: async (args) => void (await work.mutateAsync(args)), isStarting: work.isPending };
}
