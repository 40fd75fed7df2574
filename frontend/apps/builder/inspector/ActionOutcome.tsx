import { Button } from '@mantine/core';
import { IconBraces } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AppAction } from '../../../../backend/apps/app.contract.ts';
import type { AppProblem } from '../../../../backend/apps/apps.contract.ts';
import { isExpression } from '../../../../backend/apps/core/expressions.ts';
import { BindableField } from './BindableField.tsx';
import { plainField } from './fields.ts';
import { StepsEditor } from './StepsEditor.tsx';
import type { PlaceName } from './usePageScope.ts';
import classes from './StepsEditor.module.css';

const names: readonly PlaceName[] = ['result'];
const field = plainField('What components read');

type Props = { action: AppAction; problem: AppProblem | undefined; put: (change: Partial<AppAction>, merge?: string) => void };

/** What comes of an action: what components read of its result, and what happens after it, wherever it was run from. */
export function ActionOutcome({ action, problem, put }: Props): ReactNode {
  const { id, transform, on_success: onSuccess = [], on_error: onError = [] } = action;
  return (
    <>
      {transform === undefined ? (
        <div className={classes.event}>
          <span className={classes.title}>What components read</span>
          <Button
            size="xs"
            variant="subtle"
            className={classes.add}
            leftSection={<IconBraces aria-hidden />}
            onClick={() => put({ transform: { expr: 'result' } })}
          >
            Pick from the result
          </Button>
        </div>
      ) : (
        <BindableField
          field={field}
          value={transform}
          names={names}
          isExpressionOnly
          problem={problem}
          onChange={(value, isTyped) => put({ transform: isExpression(value) ? value : undefined }, isTyped ? `action:${id}:transform` : undefined)}
        />
      )}
      <div className={classes.event}>
        <span className={classes.title}>After it worked</span>
        <StepsEditor
          label="After it worked"
          steps={onSuccess}
          onChange={(steps) => put({ on_success: steps.length > 0 ? steps : undefined }, `action:${id}:on_success`)}
        />
      </div>
      <div className={classes.event}>
        <span className={classes.title}>After it failed</span>
        <StepsEditor
          label="After it failed"
          steps={onError}
          onChange={(steps) => put({ on_error: steps.length > 0 ? steps : undefined }, `action:${id}:on_error`)}
        />
      </div>
    </>
  );
}
