import type { ReactNode } from 'react';
import type { AppStep, AppValue } from '../../../../backend/apps/app.contract.ts';
import { paramSchema } from '../../../../backend/apps/core/page-params.ts';
import { useEditor } from '../editor-context.ts';
import { BindableField } from './BindableField.tsx';
import { fieldOf } from './fields.ts';
import type { PlaceName } from './usePageScope.ts';
import classes from './Inspector.module.css';

type Go = Extract<AppStep, { do: 'go' }>;

/** What a page is given that a step goes to: one field for each of its parameters, in its type. */
export function GoFields({ step, names, onChange }: { step: Go; names: readonly PlaceName[]; onChange: (step: Go) => void }): ReactNode {
  const page = useEditor(({ session }) => session.document.pages.find(({ id }) => id === step.page));
  const given = step.params ?? {};
  const put = (name: string, value: AppValue | undefined): void => {
    const { [name]: _before, ...others } = given;
    const params = value === undefined || value === '' ? others : { ...others, [name]: value };
    const { params: _params, ...plain } = step;
    onChange(Object.keys(params).length > 0 ? { ...plain, params } : plain);
  };
  const known = page?.params ?? [];
  const stale = Object.keys(given).filter((name) => !known.some(({ id }) => id === name));
  return (
    <>
      {known.map((parameter) => (
        <BindableField
          key={parameter.id}
          field={fieldOf(parameter.id, paramSchema(parameter), parameter.is_required === true)}
          value={given[parameter.id]}
          names={names}
          hasDefault={parameter.is_required !== true}
          onChange={(value) => put(parameter.id, value)}
        >
          {parameter.is_required === true && parameter.default === undefined && given[parameter.id] === undefined && (
            <p className={classes.problem}>The page needs it.</p>
          )}
        </BindableField>
      ))}
      {stale.map((name) => (
        <BindableField
          key={name}
          field={{ ...fieldOf(name, {}, false), description: 'The page has no such parameter any more.' }}
          value={given[name]}
          names={names}
          onChange={(value) => put(name, value)}
        />
      ))}
    </>
  );
}
