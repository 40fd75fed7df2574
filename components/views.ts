import { lazy } from 'react';
import type { ComponentDefinition } from './component.ts';
import type { ComponentView } from './view.ts';
import { ButtonView } from './button/view.tsx';
import { ContainerView } from './container/view.tsx';
import { TextView } from './text/view.tsx';

/** A view by the type of its component. Those that few pages need, or that are large, are loaded when one is drawn. */
type AnyView = ComponentView<never> | ReturnType<typeof lazy>;

const late = <Definition extends ComponentDefinition>(load: () => Promise<ComponentView<Definition>>): AnyView =>
  lazy(async () => ({ default: (await load()) as never }));

/** What draws each component; a spec holds the list against that of the definitions. */
export const views: Readonly<Record<string, AnyView>> = {
  button: ButtonView as AnyView,
  container: ContainerView as AnyView,
  drawer: late(async () => (await import('./drawer/view.tsx')).DrawerView),
  modal: late(async () => (await import('./modal/view.tsx')).ModalView),
  select: late(async () => (await import('./select/view.tsx')).SelectView),
  text: TextView as AnyView,
  text_input: late(async () => (await import('./text-input/view.tsx')).TextInputView),
};
