import { useEffect, useState } from 'react';
import type { ComponentProps } from '../view.ts';
import type { stepper } from './definition.ts';

type View = ComponentProps<typeof stepper>;
type Step = View['props']['steps'][number];

/** Where a wizard stands, and how it goes on. A step that disappears while it is open makes room for the one before it. */
export function useSteps({ props, state, expose, emit, useMethods, validate, isEditing }: View) {
  const steps = props.steps.filter(({ hidden }) => hidden !== true || isEditing);
  const found = steps.findIndex(({ key }) => key === state.active);
  const index = Math.max(0, found >= 0 ? found : Math.min(state.index, steps.length - 1));
  const current: Step | undefined = steps[index];
  const [isFinishing, setIsFinishing] = useState(false);
  const isDone = state.is_done && index === steps.length - 1;
  useEffect(() =>
    expose({ active: current?.key ?? null, index, count: steps.length, is_first: index === 0, is_last: index === steps.length - 1, is_done: isDone }),
  );
  const open = async (to: Step | undefined): Promise<void> => {
    if (!to || !current || to.key === current.key) return;
    expose({ active: to.key, index: steps.indexOf(to), is_done: false });
    await emit('change', { from: current.key, to: to.key });
  };
  const isFine = (): boolean => !props.validates || current === undefined || validate(current.key);
  const next = async (): Promise<void> => {
    if (isFinishing || !isFine()) return;
    if (index < steps.length - 1) return open(steps[index + 1]);
    setIsFinishing(true);
    expose({ is_done: true });
    await emit('finish').finally(() => setIsFinishing(false));
  };
  const back = (): Promise<void> => open(steps[index - 1]);
  useMethods({
    next,
    back,
    go: (key: string) => open(steps.find((step) => step.key === key)),
    reset: () => open(steps[0]),
  });
  return { steps, index, current, isDone, isFinishing, open, next, back };
}
