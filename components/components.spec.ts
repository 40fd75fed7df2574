import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { stateSchemaOf } from '../backend/apps/core/catalog.ts';
import { iconNames } from './_shared/icon-names.ts';
import { commonMethods, commonProps, commonState, inputProps, type ComponentDefinition } from './component.ts';
import { catalog, definitions } from './definitions.ts';
import { examples } from './examples.ts';

const types = definitions.map(({ type }) => type);
// The list of views imports style sheets and React, which are for the browser; its names are read as text.
const source = readFileSync(new URL('views.ts', import.meta.url), 'utf8');
const viewTypes = [...source.slice(source.indexOf('export const views')).matchAll(/^ {2}(\w+):/gm)].map(([, type]) => type);
const each = definitions.map((definition) => [definition.type, definition] as const);
// What a person enters one value into; a form is made of many.
const inputs = definitions.filter(({ category, props }) => category === 'input' && 'required' in props.shape);

/** Props as a page has them: what is given, over the defaults. */
const asOnPage = ({ props }: ComponentDefinition, given: object): z.ZodSafeParseResult<unknown> => props.strict().safeParse(given);

describe('the components', () => {
  it('are in both lists', () => {
    expect(viewTypes.toSorted()).toEqual(types.toSorted());
  });

  it('have types, ids and titles of their own', () => {
    for (const names of [types, definitions.map(({ idStem }) => idStem), definitions.map(({ title }) => title)]) expect(new Set(names).size).toBe(names.length);
    expect(catalog.size).toBe(definitions.length);
  });

  it('are shown in the gallery', () => {
    expect(Object.keys(examples).toSorted()).toEqual(types.toSorted());
  });

  it('stand in the manual, each with what it is', () => {
    const manual = readFileSync(new URL('../docs/apps.md', import.meta.url), 'utf8');
    expect(types.filter((type) => !manual.includes(`| \`${type}\``))).toEqual([]);
  });

  it.each(each)('%s has a name that documents may hold, and words by which it is found', (_type, { type, idStem, description, size, keywords = [] }) => {
    expect(type).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(idStem).toMatch(/^[a-z][A-Za-z0-9]*$/);
    expect(description.length).toBeGreaterThan(10);
    expect(keywords.length).toBeGreaterThan(1);
    expect(size.w >= 1 && size.w <= 12).toBe(true);
  });

  it.each(each)('%s is valid as soon as it is inserted', (_type, definition) => {
    expect(asOnPage(definition, definition.initial ?? {}).error).toBeUndefined();
  });

  it.each(each)('%s has what all have: hidden, disabled, loading, tooltip, and their state', (_type, { props, state }) => {
    for (const name of Object.keys(commonProps)) expect(Object.keys(props.shape)).toContain(name);
    for (const name of Object.keys(commonState)) expect(Object.keys(state.shape)).toContain(name);
  });

  it.each(each)('%s names only what it has in what follows from its props', (_type, { props, state, derived = {}, slotsOf }) => {
    for (const [field, sources] of Object.entries(derived)) {
      expect(Object.keys(state.shape)).toContain(field);
      for (const source of sources ?? []) expect(Object.keys(props.shape)).toContain(source);
    }
    if (slotsOf) expect(Object.keys(props.shape)).toContain(slotsOf.prop);
  });

  it.each(each)('%s exposes what can be told as a schema, one property for each field', (_type, definition) => {
    expect(Object.keys(stateSchemaOf(definition).properties ?? {}).toSorted()).toEqual(Object.keys(definition.state.shape).toSorted());
  });

  it.each(each)('%s says in words what each prop is', (_type, { props }) => {
    const unnamed = Object.entries(props.shape).filter(([, schema]) => (schema as z.ZodType).meta()?.label === undefined);
    expect(unnamed.map(([name]) => name)).toEqual([]);
  });

  it.each(each)('%s has examples that fit its props, a usual one first', (type, definition) => {
    const own = examples[type] ?? [];
    expect(own.length).toBeGreaterThanOrEqual(2);
    expect(new Set(own.map(({ title }) => title)).size).toBe(own.length);
    for (const { title, props, slots = {} } of own) {
      expect({ title, error: asOnPage(definition, props).error?.message }).toEqual({ title, error: undefined });
      expect({ title, unknown: Object.keys(slots).filter((name) => !slotNames(definition, props).includes(name)) }).toEqual({ title, unknown: [] });
    }
  });

  it.each(each)('%s is hidden, disabled and scrolled to by handlers, or opened and closed by them', (_type, { methods = {}, isOverlay, state }) => {
    if (isOverlay === true) expect(Object.keys(state.shape)).toContain('is_open');
    else expect(Object.keys(methods)).toEqual(expect.arrayContaining(Object.keys(commonMethods)));
  });

  it.each(inputs.map((definition) => [definition.type, definition] as const))(
    '%s asks and answers as every input does',
    (_type, { props, state, events, methods }) => {
      for (const name of Object.keys(inputProps).filter((name) => name !== 'placeholder' && name !== 'label_position'))
        expect(Object.keys(props.shape)).toContain(name);
      for (const name of ['value', 'is_valid', 'errors', 'is_dirty']) expect(Object.keys(state.shape)).toContain(name);
      for (const name of ['change', 'submit', 'blur']) expect(Object.keys(events ?? {})).toContain(name);
      for (const name of ['set_value', 'reset', 'clear', 'focus', 'validate']) expect(Object.keys(methods ?? {})).toContain(name);
    },
  );

  it.each(inputs.map((definition) => [definition.type] as const))('%s has examples that are disabled, wrong and long', (type) => {
    const own = (examples[type] ?? []).map(({ props }) => props as Record<string, unknown>);
    expect(own.some(({ disabled }) => disabled === true)).toBe(true);
    expect(own.some(({ invalid }) => typeof invalid === 'string')).toBe(true);
    expect(own.some(({ label }) => typeof label === 'string' && label.length > 60)).toBe(true);
  });

  it('use icons that are there', () => {
    const used = Object.values(examples).flatMap((own) =>
      own.flatMap(({ props }) => ((props as { icon?: string }).icon === undefined ? [] : [(props as { icon: string }).icon])),
    );
    expect(used.filter((name) => !(iconNames as readonly string[]).includes(name))).toEqual([]);
  });
});

function slotNames({ slots = {}, slotsOf }: ComponentDefinition, props: object): string[] {
  const items = slotsOf ? (props as Record<string, unknown>)[slotsOf.prop] : [];
  return [...Object.keys(slots), ...(Array.isArray(items) ? items.map((item) => (item as { key: string }).key) : [])];
}
