import { IconAlertTriangle, IconChevronRight, IconCircleCheck, IconMinus, IconPlus, IconUserShield } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { indexOf } from '../../../backend/apps/core/tree.ts';
import { formatPlural } from '../../ui/format.ts';
import { nextZoom, zoomWords } from './canvas/zoom.ts';
import { useEditedPage, useEditor, useEditorStore } from './editor-context.ts';
import { runsAsWords } from './status-words.ts';
import classes from './StatusBar.module.css';

/** The last line: where what is selected stands, which release is live, what is wrong, and as whom things run. */
export function StatusBar(): ReactNode {
  const store = useEditorStore();
  const live = useEditor((editor) => editor.liveVersion);
  const problems = useEditor((editor) => editor.problems);
  const actions = useEditor(({ session }) => session.document.actions);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return (
    <footer className={classes.bar}>
      <Ancestors />
      <Zoom />
      <span className={classes.fact}>{live === null ? 'Never released' : `Version ${live} is live`}</span>
      <button type="button" className={classes.problems} data-errors={errors > 0 || undefined} onClick={() => store.getState().show({ dock: 'problems' })}>
        {errors > 0 ? <IconAlertTriangle aria-hidden /> : <IconCircleCheck aria-hidden />}
        {problems.length === 0 ? 'No problems' : formatPlural(problems.length, 'problem')}
      </button>
      <span className={classes.fact}>
        <IconUserShield aria-hidden />
        {runsAsWords(actions)}
      </span>
    </footer>
  );
}

/** How large the page is drawn. */
function Zoom(): ReactNode {
  const store = useEditorStore();
  const chosen = useEditor((editor) => editor.zoom);
  const fitting = useEditor((editor) => editor.fittingZoom);
  const zoom = chosen ?? fitting;
  const go = (direction: 1 | -1) => (): void => store.getState().show({ zoom: nextZoom(zoom, direction) });
  return (
    <span className={classes.zoom} role="group" aria-label="Size of the page">
      <button type="button" aria-label="Smaller" onClick={go(-1)}>
        <IconMinus aria-hidden />
      </button>
      <button
        type="button"
        aria-label={`${zoomWords(zoom)}: fit into the room`}
        aria-pressed={chosen === null}
        onClick={() => store.getState().show({ zoom: null })}
      >
        {zoomWords(zoom)}
      </button>
      <button type="button" aria-label="Larger" onClick={go(1)}>
        <IconPlus aria-hidden />
      </button>
    </span>
  );
}

/** From the page to what is selected; each part is selected by a click. */
function Ancestors(): ReactNode {
  const store = useEditorStore();
  const page = useEditedPage();
  const document = useEditor(({ session }) => session.document);
  const selection = useEditor((editor) => editor.selection);
  const id = selection.kind === 'components' ? selection.ids.at(-1) : undefined;
  const located = id === undefined ? undefined : indexOf(document).get(id);
  const path = located && id !== undefined ? [...located.ancestors, id] : [];
  return (
    <nav className={classes.path} aria-label="Around what is selected">
      <button
        type="button"
        className={classes.part}
        aria-current={selection.kind === 'page' || undefined}
        onClick={() => store.getState().select({ kind: 'page' })}
      >
        {page?.title}
      </button>
      {path.map((part) => (
        <span key={part} className={classes.step}>
          <IconChevronRight aria-hidden />
          <button type="button" className={classes.part} aria-current={part === id || undefined} onClick={() => store.getState().selectComponents([part])}>
            {part}
          </button>
        </span>
      ))}
    </nav>
  );
}
