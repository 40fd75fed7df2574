import { button } from './button/definition.ts';
import type { ComponentDefinition } from './component.ts';
import { container } from './container/definition.ts';
import { drawer } from './drawer/definition.ts';
import { modal } from './modal/definition.ts';
import { select } from './select/definition.ts';
import { table } from './table/definition.ts';
import { textInput } from './text-input/definition.ts';
import { text } from './text/definition.ts';

/** Every component that an app may use, in the order of the list from which they are inserted. */
export const definitions: readonly ComponentDefinition[] = [container, drawer, modal, text, button, textInput, select, table];

/** The components by type. */
export const catalog: ReadonlyMap<string, ComponentDefinition> = new Map(definitions.map((definition) => [definition.type, definition]));
