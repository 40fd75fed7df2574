import { Tooltip } from '@mantine/core';
import { memo, Suspense, useCallback, useEffect, useMemo, useRef, useSyncExternalStore, type ReactNode } from 'react';
import type { AppNode } from '../../../backend/apps/app.contract.ts';
import type { ComponentView, Methods, ScopeNames } from '../../../components/view.ts';
import { views } from '../../../components/views.ts';
import { ComponentBoundary } from './ComponentBoundary.tsx';
import type { Instance, InstanceLooks } from './instance.ts';
import { PlaceProvider, usePlace, useRuntime, type RuntimeContext } from './runtime-context.ts';
import classes from './NodeView.module.css';

/**
 * A component on a page: its view, given what is computed for it. Drawn anew when the component was edited, or what is around its view changes; a value
 * that changes is the business of the view alone.
 */
export const NodeView = memo(function NodeView({ node }: { node: AppNode }): ReactNode {
  const { runtime, frames, isEditing } = useRuntime();
  const { names, key } = usePlace();
  // The instance is the same for the same component and key: other names are handed to it below.
  const instance = useMemo(() => runtime.instance(node, key, names), [runtime, node, key, names]);
  useEffect(() => instance.setNames(names), [instance, names]);
  useEffect(() => () => runtime.release(instance), [runtime, instance]);
  const looks = useSyncExternalStore(
    useCallback((listener) => instance.follow(listener), [instance]),
    () => instance.looks(),
  );
  if (looks.isHidden && !isEditing) return null;
  const content = (
    <ComponentBoundary id={node.id} resetKey={node}>
      <Suspense fallback={<div className={classes.loading} data-pending />}>
        <DrawnComponent instance={instance} node={node} />
      </Suspense>
    </ComponentBoundary>
  );
  const dressed = instance.definition.isOverlay ? content : <Dress instance={instance} node={node} looks={looks} isEditing={isEditing} content={content} />;
  return frames ? frames.node(node, dressed, looks.isHidden) : dressed;
});

type DressProps = { instance: Instance; node: AppNode; looks: InstanceLooks; isEditing: boolean; content: ReactNode };

/** What every component has in the same way: the tooltip, the sign that it loads, and that nothing in it can be used while it is disabled. */
function Dress({ instance, node, looks, isEditing, content }: DressProps): ReactNode {
  const { category } = instance.definition;
  const isLoading = looks.isLoading && (category === 'layout' || category === 'display' || category === 'input');
  const isInert = looks.isDisabled && (category === 'layout' || category === 'display') && !isEditing;
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => instance.setMethods({ scroll_into_view: () => element.current?.scrollIntoView({ block: 'nearest' }) }), [instance]);
  const dress = (
    <div ref={element} className={classes.dress} data-loading={isLoading || undefined} aria-busy={isLoading || undefined} inert={isInert}>
      {content}
    </div>
  );
  // Decided by the document and not by the value: a tooltip that comes later must not draw the component anew.
  if (!Object.hasOwn(node.props, 'tooltip')) return dress;
  const text = looks.tooltip;
  const isEmpty = typeof text !== 'string' || text === '';
  return (
    <Tooltip label={isEmpty ? '' : text} disabled={isEmpty || isEditing} events={{ hover: true, focus: true, touch: true }}>
      {dress}
    </Tooltip>
  );
}

/** Apart from its surroundings, so that a view that is loaded late holds up only itself. */
function DrawnComponent({ instance, node }: { instance: Instance; node: AppNode }): ReactNode {
  const context = useRuntime();
  const { names: around } = usePlace();
  const drawn = useSyncExternalStore(
    useCallback((listener) => instance.follow(listener), [instance]),
    () => instance.read(),
  );
  const showsEmpty = (context.frames?.useShowsEmpty ?? useNever)(instance.node.id);
  const calls = useMemo(() => callsOf(instance, node, context, around, showsEmpty), [instance, node, context, around, showsEmpty]);
  const View = views[instance.definition.type] as ComponentView | undefined;
  if (!View) return null;
  return <View id={instance.node.id} {...drawn} {...calls} isEditing={context.isEditing} host={context.host} />;
}

const useNever = (): boolean => false;

/** What a view may ask for. */
function callsOf(instance: Instance, node: AppNode, { runtime }: RuntimeContext, around: ScopeNames, showsEmpty: boolean) {
  return {
    expose: (change: object) => instance.expose(change as Record<string, unknown>),
    emit: (event: string, payload?: unknown) => runtime.emit(instance, event, payload),
    useMethods: (methods: Methods) => useEffect(() => instance.setMethods(methods)),
    validate: (slot: string) => runtime.validateIn(node.slots?.[slot]?.children ?? [], instance.key),
    hasSlot: (name: string) => (node.slots?.[name]?.children.length ?? 0) > 0 || (showsEmpty && node.slots?.[name] !== undefined),
    resolve: <Value,>(value: Value, names: ScopeNames): Value => runtime.computeNow(value, { ...around, ...names }),
    useAction: (action: string | undefined) =>
      useSyncExternalStore(
        useCallback((listener: () => void) => (action === undefined ? () => undefined : runtime.followAction(action, listener)), [action]),
        () => (action === undefined ? null : runtime.actionState(action)),
      ),
    slot: (name: string, names?: ScopeNames, key?: string): ReactNode => (
      <InnerSlot instance={instance} name={name} names={names} itemKey={key} around={around} />
    ),
  };
}

type InnerSlotProps = { instance: Instance; name: string; names: ScopeNames | undefined; itemKey: string | undefined; around: ScopeNames };

function InnerSlot({ instance, name, names, itemKey, around }: InnerSlotProps): ReactNode {
  const { drawSlot } = useRuntime();
  const { node, key, definition } = instance;
  const place = useMemo(
    () => ({ names: names ? { ...around, ...names } : around, key: itemKey === undefined ? key : `${key}/${node.id}:${itemKey}` }),
    [around, names, key, itemKey, node.id],
  );
  const flow = definition.slots?.[name]?.flow ?? definition.slotsOf?.each.flow ?? 'grid';
  const slot = node.slots?.[name] ?? { flow, children: [] };
  return <PlaceProvider value={place}>{drawSlot(slot, { node: node.id, slot: name })}</PlaceProvider>;
}
