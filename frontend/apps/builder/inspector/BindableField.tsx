import { IconArrowBackUp, IconBraces, IconCursorText, IconPointer } from '@tabler/icons-react';
import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { AppValue } from '../../../../backend/apps/app.contract.ts';
import type { AppProblem } from '../../../../backend/apps/apps.contract.ts';
import { isExpression } from '../../../../backend/apps/core/expressions.ts';
import { ConnectPicker } from '../../../flows/editor/inputs/ConnectPicker.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { useEditor, useEditorStore } from '../editor-context.ts';
import { ExpressionInput } from './ExpressionInput.tsx';
import { focusControlSoon } from './FindField.tsx';
import type { Field } from './fields.ts';
import classes from './Inspector.module.css';
import { usePageScope, type PlaceName } from './usePageScope.ts';
import { ValueInput } from './ValueInput.tsx';

type Props = {
  field: Field;
  /** `undefined`: not set, so that the default counts. */
  value: AppValue | undefined;
  /** `isTyped`: one of several changes that make up one step. */
  onChange: (value: AppValue | undefined, isTyped: boolean) => void;
  /** Names that this place has besides: `row`, `event`. */
  names?: readonly PlaceName[] | undefined;
  problem?: AppProblem | undefined;
  isExpressionOnly?: boolean;
  /** Whether there is something to go back to. */
  hasDefault?: boolean;
  children?: ReactNode;
};

const noNames: readonly PlaceName[] = [];

/** One value in three modes: as it is, connected to something on the page (picked from a tree, or on the canvas), or an expression. */
export function BindableField({ field, value, onChange, names = noNames, problem, isExpressionOnly = false, hasDefault = true, children }: Props): ReactNode {
  const store = useEditorStore();
  const id = useId();
  const scope = usePageScope(names);
  const isExpr = isExpression(value);
  const isSet = value !== undefined;
  const isConnecting = useEditor(({ connecting }) => connecting?.id === id);
  const { label } = field;
  // A click on the canvas may come much later, when more was changed beside this value.
  const newest = useRef(onChange);
  newest.current = onChange;
  const connect = (expr: string): void => newest.current({ expr }, false);
  const toggle = (): void => onChange(isExpr ? undefined : { expr: JSON.stringify(value ?? field.fallback ?? null) }, false);
  const element = useRef<HTMLDivElement>(null);
  const mayToggle = !isExpressionOnly && (!field.isFixed || isExpr);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!mayToggle || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'e') return;
    event.preventDefault();
    event.stopPropagation();
    toggle();
    focusControlSoon(() => element.current, isExpr ? undefined : '[contenteditable="true"]');
  };
  return (
    <div ref={element} className={classes.field} role="group" aria-labelledby={id} data-found onKeyDown={onKeyDown}>
      <div className={classes.head}>
        <span id={id} className={classes.label} title={field.name}>
          {label}
        </span>
        {isSet && hasDefault && <span className={classes.changed} role="img" aria-label="changed" />}
        <span className={classes.mode}>
          {isSet && hasDefault && (
            <IconButton label={`${label} as by default`} icon={<IconArrowBackUp />} size="xs" onClick={() => onChange(undefined, false)} />
          )}
          {!field.isFixed && <ConnectPicker label={label} roots={scope.roots} onPick={connect} />}
          {!field.isFixed && (
            <IconButton
              label={isConnecting ? 'Pick nothing' : `Connect ${label} by a click on the canvas`}
              icon={<IconPointer />}
              size="xs"
              isActive={isConnecting}
              onClick={() => store.getState().show({ connecting: isConnecting ? null : { id, label, pick: connect } })}
            />
          )}
          {mayToggle && (
            <IconButton
              label={isExpr ? `${label} as a value` : `${label} by an expression`}
              icon={isExpr ? <IconCursorText /> : <IconBraces />}
              size="xs"
              isActive={isExpr}
              onClick={toggle}
            />
          )}
        </span>
      </div>
      {isExpr ? (
        <ExpressionInput
          label={label}
          value={value.expr}
          scope={scope}
          problem={problem}
          onChange={(expr) => onChange({ expr }, true)}
          onDone={() => store.getState().settle()}
        />
      ) : (
        <ValueInput
          field={field}
          value={isSet ? value : (field.fallback as AppValue | undefined)}
          onChange={(next) => onChange(next, true)}
          onDone={() => store.getState().settle()}
        />
      )}
      {children}
      {problem && !(isExpr && problem.start !== undefined) && <p className={classes.problem}>{problem.message}</p>}
      {field.description !== null && <p className={classes.help}>{field.description}</p>}
    </div>
  );
}
