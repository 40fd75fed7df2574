import { useCallback, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import type { ComponentDefinition } from '../../../components/component.ts';
import { examples } from '../../../components/examples.ts';
import type { ViewHost } from '../../../components/view.ts';
import { useWorkspace } from '../../session/workspace.ts';
import { ComponentIcon } from '../builder/panels/ComponentIcon.tsx';
import { PageView } from '../runtime/PageView.tsx';
import type { PageRuntime } from '../runtime/page-runtime.ts';
import { viewHost } from '../runtime/view-host.tsx';
import { examplePages, type DrawnExample } from './example-page.ts';
import { useExampleRuntime } from './useExampleRuntime.ts';
import classes from './Gallery.module.css';

type Props = { definition: ComponentDefinition; isDisabled: boolean };

/** A component in all the states of its examples, drawn by what draws apps. */
export function ComponentExamples({ definition, isDisabled }: Props): ReactNode {
  const { id: workspace } = useWorkspace();
  const { document, page, drawn } = useMemo(() => examplePages(definition, examples[definition.type] ?? [], isDisabled), [definition, isDisabled]);
  const runtime = useExampleRuntime(document, page);
  const host = useMemo(() => (runtime ? viewHost(workspace, runtime) : null), [workspace, runtime]);
  return (
    <section className={classes.component} id={`component-${definition.type}`} aria-labelledby={`title-${definition.type}`} data-component={definition.type}>
      <header className={classes.head}>
        <span className={classes.icon}>
          <ComponentIcon type={definition.type} />
        </span>
        <h2 id={`title-${definition.type}`} className={classes.title}>
          {definition.title}
        </h2>
        <code className={classes.type}>{definition.type}</code>
        <p className={classes.description}>{definition.description}</p>
      </header>
      <div className={classes.examples} data-wide={definition.size.w > 6} data-ready={runtime !== null}>
        {runtime && host && drawn.map((example) => <Example key={example.id} example={example} runtime={runtime} host={host} />)}
      </div>
    </section>
  );
}

function Example({ example, runtime, host }: { example: DrawnExample; runtime: PageRuntime; host: ViewHost }): ReactNode {
  return (
    <article className={classes.example} aria-label={example.title}>
      <h3 className={classes.exampleTitle}>{example.title}</h3>
      <div className={classes.stage}>
        <PageView runtime={runtime} page={example.page} host={host} />
      </div>
      <ExposedState id={example.id} runtime={runtime} />
    </article>
  );
}

/** What expressions read of it, as it is now. */
function ExposedState({ id, runtime }: { id: string; runtime: PageRuntime }): ReactNode {
  const state = useSyncExternalStore(
    useCallback((listener) => runtime.signals.follow([`states:${id}`], listener), [runtime, id]),
    () => runtime.signals.get(`states:${id}`),
  );
  return (
    <details className={classes.state}>
      <summary>
        What <code>{id}</code> exposes
      </summary>
      <pre data-state={id} tabIndex={0}>
        {JSON.stringify(state, null, 2)}
      </pre>
    </details>
  );
}
