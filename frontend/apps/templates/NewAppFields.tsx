import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AppTemplate } from '../../../backend/app-templates/app-templates.contract.ts';
import type { Picks } from '../../../backend/app-templates/core/needs.ts';
import { useWorkspace } from '../../session/workspace.ts';
import { NeedFields } from './NeedFields.tsx';
import { TemplateGallery } from './TemplateGallery.tsx';
import { appTemplatesQuery } from './templates.api.ts';

/** What a new app begins with. Without a template it is an empty page. */
export type Beginning = { readonly template: AppTemplate | null; readonly picks: Picks };

/** Chooses a template, and what it runs where this workspace has not got it. */
export function NewAppFields({ value, onChange }: { value: Beginning; onChange: (value: Beginning) => void }): ReactNode {
  const { id: workspace } = useWorkspace();
  const { data: templates, isError } = useQuery(appTemplatesQuery(workspace));
  const missing = value.template?.needs.filter((need) => !need.is_there) ?? [];
  return (
    <>
      <TemplateGallery templates={templates ?? (isError ? [] : null)} chosen={value.template} onChoose={(template) => onChange({ template, picks: {} })} />
      {missing.length > 0 && <NeedFields needs={missing} picks={value.picks} onChange={(picks) => onChange({ ...value, picks })} />}
    </>
  );
}
