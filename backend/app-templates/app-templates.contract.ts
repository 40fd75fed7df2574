import { z } from 'zod';
import { AppDocument } from '../apps/app.contract.ts';
import { ItemPath } from '../common/item-path.ts';

/** Something of a workspace that a template runs. Where it is not there, another one is picked in its place. */
export const TemplateNeed = z
  .object({
    kind: z.enum(['script', 'flow', 'agent']),
    path: ItemPath.describe('In the workspace that the template comes from'),
    uses: z.array(z.string()).describe('What the app uses it for'),
    arguments: z.array(z.string()).describe('What the app gives it'),
    is_there: z.boolean().describe('It is in this workspace, and whoever asks may run it'),
  })
  .meta({ id: 'AppTemplateNeed' });
export type TemplateNeed = z.infer<typeof TemplateNeed>;

/** An app to begin with. */
export const AppTemplate = z
  .object({ id: z.string(), title: z.string(), description: z.string(), document: AppDocument, needs: z.array(TemplateNeed) })
  .meta({ id: 'AppTemplate' });
export type AppTemplate = z.infer<typeof AppTemplate>;

export const AppTemplates = z.object({ items: z.array(AppTemplate) }).meta({ id: 'AppTemplates' });
export type AppTemplates = z.infer<typeof AppTemplates>;
