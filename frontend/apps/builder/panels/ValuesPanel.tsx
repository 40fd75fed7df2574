import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { IconButton } from '../../../ui/IconButton.tsx';
import { JsonTree } from '../../../ui/JsonTree.tsx';
import { useCanvasRuntime, useEditor, useEditorStore } from '../editor-context.ts';
import { liveValues } from '../inspector/usePageScope.ts';
import { ValueOrExpression } from '../inspector/ValueOrExpression.tsx';
import classes from './Panels.module.css';

const lookEveryMs = 500;

/** What expressions can read, with what it is now; and the variables of the app. */
export function ValuesPanel(): ReactNode {
  const runtime = useCanvasRuntime();
  const document = useEditor(({ session }) => session.document);
  const page = useEditor((editor) => editor.page);
  const [values, setValues] = useState<Record<string, unknown>>({});
  useEffect(() => {
    const look = (): void => {
      if (!runtime) return;
      const next = liveValues(runtime, document, page);
      setValues((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
    };
    look();
    const timer = setInterval(look, lookEveryMs);
    return () => clearInterval(timer);
  }, [runtime, document, page]);
  return (
    <div className={classes.panel}>
      <Variables />
      <h2 className={classes.title}>Now</h2>
      <JsonTree value={values} label="Values" maxHeight={600} />
    </div>
  );
}

function Variables(): ReactNode {
  const store = useEditorStore();
  const variables = useEditor(({ session }) => session.document.variables);
  const [name, setName] = useState('');
  const isFree = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !variables.some(({ id }) => id === name);
  const add = (): void => {
    if (isFree && store.getState().perform({ do: 'put_variable', variable: { id: name, initial: null } }, `Add variable ${name}`)) setName('');
  };
  return (
    <section aria-label="Variables" className={classes.section}>
      <h2 className={classes.title}>Variables</h2>
      {variables.map((variable) => (
        <div key={variable.id} className={classes.variable}>
          <ValueOrExpression
            label={`vars.${variable.id}`}
            value={variable.initial}
            onChange={(initial) =>
              store.getState().perform({ do: 'put_variable', variable: { ...variable, initial } }, `Variable ${variable.id}`, `variable:${variable.id}`)
            }
          />
          <IconButton
            label={`Delete ${variable.id}`}
            icon={<IconTrash />}
            size="xs"
            onClick={() => store.getState().perform({ do: 'remove_variable', id: variable.id }, `Delete variable ${variable.id}`)}
          />
        </div>
      ))}
      <form
        className={classes.add}
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextInput aria-label="Name of a new variable" placeholder="Name" size="xs" value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Button type="submit" size="xs" variant="default" leftSection={<IconPlus aria-hidden />} disabled={!isFree}>
          Add
        </Button>
      </form>
    </section>
  );
}
