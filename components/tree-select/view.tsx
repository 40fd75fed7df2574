import { TreeSelect } from '@mantine/core';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { inputLooks } from '../_shared/input-looks.ts';
import { countProblem, keyOf } from '../_shared/options.ts';
import { useInput } from '../_shared/useInput.ts';
import type { ComponentProps } from '../view.ts';
import type { treeSelect } from './definition.ts';
import { controlNodes, placesOf, valuesOf } from './tree.ts';

/** One or several choices of a tree. A value that is no choice any more stays. */
export function TreeSelectView(view: ComponentProps<typeof treeSelect>): ReactNode {
  const { props, state, expose, emit, useMethods, isEditing } = view;
  const element = useRef<HTMLInputElement>(null);
  const places = useMemo(() => placesOf(props.nodes), [props.nodes]);
  const data = useMemo(() => controlNodes(props.nodes), [props.nodes]);
  const branches = useMemo(() => [...places].flatMap(([key, { isLeaf }]) => (isLeaf ? [] : [key])), [places]);
  const [opened, setOpened] = useState<string[]>(props.is_open ? branches : []);
  useEffect(() => setOpened(props.is_open ? branches : []), [props.is_open, branches]);
  const { change, error } = useInput(view, {
    empty: props.is_multiple ? [] : null,
    initial: props.value,
    isEmpty: (value) => valuesOf(value).length === 0,
    check: (value) => (props.is_multiple ? countProblem(valuesOf(value).length, { max: props.max }) : null),
    focus: () => element.current?.focus(),
  });
  useMethods({ expand_all: () => setOpened(branches), collapse_all: () => setOpened([]) });
  const chosen = useMemo(() => valuesOf(state.value), [state.value]);
  useEffect(() => {
    const found = chosen.map((value) => places.get(keyOf(value)));
    expose({ path: [...(found[0]?.path ?? [])], labels: chosen.map((value, index) => found[index]?.path.at(-1) ?? String(value)) });
  }, [chosen, places, expose]);
  const mayChoose = (key: string): boolean => {
    const place = places.get(key);
    return place !== undefined && !place.isDisabled && (!props.only_leaves || place.isLeaf);
  };
  const gone = chosen.filter((value) => !places.has(keyOf(value)));
  const common = {
    ...inputLooks(props, error),
    ref: element,
    data: [...data, ...gone.map((value) => ({ value: keyOf(value), label: String(value) }))],
    expandedValues: opened,
    onExpandedChange: setOpened,
    expandOnClick: props.only_leaves,
    searchable: props.is_searchable,
    clearable: props.is_clearable && !props.required,
    clearButtonProps: { 'aria-label': `Empty ${props.label === '' ? 'it' : props.label}` },
    nothingFoundMessage: 'No such choice',
    chevronAriaLabels: { expand: 'Open', collapse: 'Close' },
    tabIndex: isEditing ? -1 : undefined,
    onBlur: () => void emit('blur'),
  };
  const valueOfKey = (key: string) => places.get(key)?.value ?? gone.find((value) => keyOf(value) === key) ?? null;
  if (props.is_multiple)
    return (
      <TreeSelect
        {...common}
        mode="multiple"
        // What is typed gets what is left of the line, and no line of its own.
        styles={{ inputField: { minWidth: 40 } }}
        placeholder={chosen.length === 0 ? props.placeholder : undefined}
        value={chosen.map(keyOf)}
        {...(props.max === undefined ? {} : { maxValues: props.max })}
        onChange={(keys) => {
          const before = new Set(chosen.map(keyOf));
          void change(keys.filter((key) => before.has(key) || mayChoose(key)).flatMap((key) => valueOfKey(key) ?? []));
        }}
      />
    );
  return (
    <TreeSelect
      {...common}
      mode="single"
      value={chosen[0] === undefined ? null : keyOf(chosen[0])}
      allowDeselect={props.is_clearable}
      onChange={(key) => {
        if (key === null || mayChoose(key)) void change(key === null ? null : valueOfKey(key));
      }}
    />
  );
}
