import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { SignatureInfo } from '../../../backend/scripts/scripts.contract.ts';
import type { CodeDiagnostic } from '../../ui/CodeEditor.tsx';
import { signatureQuery } from '../scripts.api.ts';
import { diagnosticsOf, type LanguageName } from './script-source.ts';

/** What the code says about itself while it is typed. */
export type LiveSignature = {
  /** Of the newest code that could be read, so that the form does not vanish between two keys. */
  readable: SignatureInfo | null;
  diagnostics: readonly CodeDiagnostic[];
  error: unknown;
};

const typingMs = 350;

/** Asks, a moment after the last key, what the arguments of the code are and what is wrong with it. */
export function useSignature(workspace: string, path: string, language: LanguageName, content: string): LiveSignature {
  const [settled] = useDebouncedValue(content, typingMs);
  const { data, error } = useQuery({ ...signatureQuery(workspace, { language, content: settled, path }), placeholderData: keepPreviousData });
  const [readable, setReadable] = useState<SignatureInfo | null>(null);
  useEffect(() => {
    if (data && data.problems.length === 0) setReadable(data);
  }, [data]);
  const diagnostics = useMemo(() => diagnosticsOf(data), [data]);
  return { readable, diagnostics, error };
}
