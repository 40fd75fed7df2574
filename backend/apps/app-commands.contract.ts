import { z } from 'zod';
import {
  AppAction,
  AppAudience,
  AppId,
  AppNode,
  AppPage,
  AppStep,
  AppTheme,
  AppValue,
  AppValues,
  AppVariable,
  Language,
  NodeLayout,
  PageParameter,
  Slot,
  TextKey,
} from './app.contract.ts';

const index = z.number().int().min(0).max(100_000);
const steps = z.array(AppStep).max(50);

/** Where children are: the body of a page, or a slot of a component. */
export const ParentPlaceSchema = z
  .union([z.object({ page: AppId }).strict(), z.object({ node: AppId, slot: z.string().max(60) }).strict()])
  .meta({ id: 'AppParentPlace' });

/**
 * Everything that can be done to an app document, and the only way in which one changes: mouse, keyboard, programs and agents give the same
 * commands. Each names what it changes by id, so that commands of several people fit together.
 */
export const AppCommand = z
  .discriminatedUnion('do', [
    z.object({ do: z.literal('insert_node'), to: ParentPlaceSchema, index, node: AppNode }).strict(),
    z.object({ do: z.literal('remove_node'), id: AppId }).strict(),
    z.object({ do: z.literal('move_node'), id: AppId, to: ParentPlaceSchema, index, layout: NodeLayout.optional() }).strict(),
    z.object({ do: z.literal('set_layout'), id: AppId, layout: NodeLayout }).strict(),
    z.object({ do: z.literal('set_prop'), id: AppId, name: z.string().max(100), value: AppValue.optional() }).strict(),
    z.object({ do: z.literal('set_handler'), id: AppId, event: z.string().max(60), steps: steps.optional() }).strict(),
    z.object({ do: z.literal('put_slot'), node: AppId, slot: z.string().max(60), value: Slot.optional() }).strict(),
    z.object({ do: z.literal('set_flow'), at: ParentPlaceSchema, ...Slot.pick({ flow: true, gap: true, align: true }).shape }).strict(),
    z.object({ do: z.literal('put_action'), action: AppAction, index: index.optional() }).strict(),
    z.object({ do: z.literal('remove_action'), id: AppId }).strict(),
    z.object({ do: z.literal('put_variable'), variable: AppVariable, index: index.optional() }).strict(),
    z.object({ do: z.literal('remove_variable'), id: AppId }).strict(),
    z.object({ do: z.literal('insert_page'), page: AppPage, index }).strict(),
    z.object({ do: z.literal('remove_page'), id: AppId }).strict(),
    z.object({ do: z.literal('move_page'), id: AppId, index }).strict(),
    z
      .object({
        do: z.literal('set_page'),
        id: AppId,
        title: z.string().max(200),
        icon: z.string().max(60).optional(),
        params: z.array(PageParameter).max(30),
        is_in_navigation: z.boolean(),
        visible_to: z.array(z.string().max(120)).max(50).optional(),
      })
      .strict(),
    z
      .object({
        do: z.literal('set_app'),
        navigation: z.enum(['side', 'top', 'none']),
        theme: AppTheme,
        audience: AppAudience,
        language: Language.optional(),
      })
      .strict(),
    z
      .object({ do: z.literal('put_language'), language: Language, texts: z.record(TextKey, z.string().max(20_000)).optional() })
      .strict()
      .describe('Gives a language these texts and no others; without any the language is taken away'),
    z.object({ do: z.literal('put_text'), language: Language, key: TextKey, text: z.string().max(20_000).optional() }).strict(),
    z
      .object({
        do: z.literal('rename'),
        kind: z.enum(['node', 'action', 'variable', 'page']),
        from: AppId,
        to: AppId,
        has_references: z.boolean().default(true).describe('Whether what refers to it is written anew'),
      })
      .strict(),
    z
      .object({
        do: z.literal('rewrite'),
        nodes: z.record(AppId, z.object({ props: AppValues, on: z.record(z.string().max(60), steps).optional() }).strict()),
        actions: z.record(AppId, AppAction),
        variables: z.record(AppId, AppVariable),
      })
      .strict()
      .describe('Gives components, actions and variables other contents at once; undoes a rename'),
    z
      .object({
        do: z.literal('batch'),
        get commands() {
          return z.array(AppCommand).max(2000);
        },
      })
      .strict(),
  ])
  .meta({ id: 'AppCommand' });
export type AppCommand = z.infer<typeof AppCommand>;
