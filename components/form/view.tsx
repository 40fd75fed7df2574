import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { ComponentProps, FormPartProps } from '../view.ts';
import type { form } from './definition.ts';
import { startValues } from './start-values.ts';
import classes from './form.module.css';

/** Every field that an action asks for; it is checked by the schema, here and again by the server. */
export function FormView(view: ComponentProps<typeof form>): ReactNode {
  const { props, state, expose, emit, useMethods, useAction, isEditing, host } = view;
  const { Form } = host.parts;
  const control: FormPartProps['control'] = useRef(null);
  const schema = useSchema(view);
  const [generation, setGeneration] = useState(0);
  const running = useAction(props.action);
  const jobId = running?.job_id ?? null;
  useEffect(() => expose({ job_id: jobId }), [expose, jobId]);
  const begun = JSON.stringify(props.values);
  const onChange = useCallback(
    (values: Readonly<Record<string, unknown>>, isValid: boolean): void => {
      expose({ values: { ...values }, is_valid: isValid });
      void emit('change', { values });
    },
    [expose, emit],
  );
  const reset = (): void => {
    setGeneration((before) => before + 1);
    expose({ is_dirty: false, result: null });
    void emit('reset');
  };
  const submit = async (values: Readonly<Record<string, unknown>>): Promise<void> => {
    if (isEditing) return;
    expose({ is_busy: true, is_dirty: true });
    try {
      const result = props.action === undefined || props.action === '' ? null : await host.run(props.action, values);
      expose({ result, is_dirty: false });
      if (props.is_cleared) setGeneration((before) => before + 1);
      await emit('submit', { values, result });
    } finally {
      expose({ is_busy: false });
    }
  };
  useMethods({
    submit: () => control.current?.submit(),
    reset,
    validate: () => control.current?.check() ?? true,
    set_values: (values: Record<string, unknown>) => control.current?.setValues({ ...state.values, ...values }),
  });
  return (
    <section className={classes.form} aria-label={props.label === '' ? undefined : props.label}>
      {props.label !== '' && <h3 className={classes.label}>{props.label}</h3>}
      {schema === 'loading' && <div className={classes.waiting} role="status" aria-label="Loading the fields" />}
      {schema === null && (
        <p className={classes.empty}>
          {isEditing ? 'Choose the action that this form runs, or give it a schema.' : 'This form cannot be shown: what it runs is not there for you.'}
        </p>
      )}
      {schema !== null && schema !== 'loading' && (
        <Form
          key={`${generation} ${begun}`}
          schema={schema}
          given={startValues(props.values)}
          submitText={props.submit_text}
          hasReset={props.has_reset}
          isDisabled={props.disabled || props.loading || isEditing}
          onChange={onChange}
          onReset={reset}
          onSubmit={submit}
          control={control}
        />
      )}
    </section>
  );
}

/** The schema of its own, or that of the action. */
function useSchema({ props, host }: ComponentProps<typeof form>): unknown {
  const { schema, action } = props;
  const [loaded, setLoaded] = useState<unknown>('loading');
  useEffect(() => {
    let isOver = false;
    if (schema === undefined && action !== undefined && action !== '') {
      setLoaded('loading');
      void host.formOf(action).then((found) => {
        if (!isOver) setLoaded(found);
      });
    } else setLoaded(null);
    return () => {
      isOver = true;
    };
  }, [schema, action, host]);
  return schema ?? loaded;
}
