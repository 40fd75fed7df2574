import { Button, Modal } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { SimulatedAnswer } from '../../../backend/slack/simulator/simulator.contract.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FormActions, FormFields } from '../../ui/FormParts.tsx';
import { initialState, type ViewObject, type ViewState } from './block-types.ts';
import { BlockView } from './BlockView.tsx';
import { FieldView } from './FieldView.tsx';

/** Props of {@link ViewDialog}. */
export type ViewDialogProps = { view: ViewObject; onSubmit: (state: ViewState) => Promise<SimulatedAnswer>; onClose: () => void };

/** A form as Slack shows it: a dialog whose errors stand at their fields. */
export function ViewDialog({ view, onSubmit, onClose }: ViewDialogProps): ReactNode {
  const [state, setState] = useState<ViewState>(() => initialState(view));
  const [answer, setAnswer] = useState<SimulatedAnswer>({ errors: {}, problem: null });
  const [isBusy, setBusy] = useState(false);
  const firstInput = view.blocks?.find(({ type }) => type === 'input');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const next = await onSubmit(state).catch((error: unknown) => ({ errors: {}, problem: error instanceof Error ? error.message : String(error) }));
    setAnswer(next);
    setBusy(false);
  };
  return (
    <Modal opened onClose={onClose} title={view.title?.text ?? 'Form'} closeOnClickOutside={false}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {answer.problem !== null && <ErrorNotice error={new Error(answer.problem)} />}
        <FormFields>
          {(view.blocks ?? []).map((block, index) => {
            const { block_id: id = '', element } = block;
            if (block.type !== 'input' || !element) return <BlockView key={index} block={block} onPress={() => undefined} />;
            const actionId = element.action_id ?? '';
            return (
              <FieldView
                key={id}
                block={block}
                element={element}
                value={state[id]?.[actionId] ?? {}}
                error={answer.errors[id]}
                isFirst={block === firstInput}
                onChange={(value) => setState((before) => ({ ...before, [id]: { [actionId]: value } }))}
              />
            );
          })}
        </FormFields>
        <FormActions>
          <Button onClick={onClose}>{view.close?.text ?? 'Close'}</Button>
          {view.submit && (
            <Button type="submit" variant="filled" loading={isBusy}>
              {view.submit.text}
            </Button>
          )}
        </FormActions>
      </form>
    </Modal>
  );
}
