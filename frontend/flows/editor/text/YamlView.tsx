import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { CodeEditor } from '../../../ui/CodeEditor.tsx';
import { isSameDocument } from '../state/flow-source.ts';
import type { FlowEditor } from '../state/useFlowEditor.ts';
import { readYaml, writeYaml } from './yaml-text.ts';
import classes from './YamlView.module.css';

/** The same flow as text. Every text that is a flow becomes the flow at once; while it is none, the last one stays. */
export function YamlView({ editor }: { editor: FlowEditor }): ReactNode {
  const { document, run } = editor;
  const [text, setText] = useState(() => writeYaml(document));
  const sent = useRef(document);
  useEffect(() => {
    // What was typed here keeps its own layout and comments; what changed elsewhere is written anew.
    if (!isSameDocument(document, sent.current)) setText(writeYaml(document));
    sent.current = document;
  }, [document]);
  const problems = useMemo(() => readYaml(text).problems, [text]);
  const change = (next: string): void => {
    setText(next);
    const read = readYaml(next);
    if (!read.document || isSameDocument(read.document, sent.current)) return;
    sent.current = read.document;
    run({ do: 'replace', document: read.document });
  };
  const first = problems[0];
  return (
    <div className={classes.view}>
      <CodeEditor label={`${editor.path} as YAML`} language="yaml" value={text} onChange={change} diagnostics={problems} height="fill" isFlush />
      <p className={classes.state} data-problem={first ? true : undefined} role="status">
        {first ? `Line ${first.line}: ${first.message} The flow stays as it was before this.` : 'The text and the graph are the same flow.'}
      </p>
    </div>
  );
}
