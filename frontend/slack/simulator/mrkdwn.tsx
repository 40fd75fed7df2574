import type { ReactNode } from 'react';
import { parseMrkdwn, type Span } from './parse-mrkdwn.ts';

/** Text with Slack's marks. It is drawn as elements; nothing in it is ever taken for HTML. */
export function Mrkdwn({ text }: { text: string }): ReactNode {
  return parseMrkdwn(text).map((span, index) => <SpanView key={index} span={span} />);
}

function SpanView({ span }: { span: Span }): ReactNode {
  switch (span.kind) {
    case 'text':
      return span.text;
    case 'bold':
      return <strong>{span.text}</strong>;
    case 'italic':
      return <em>{span.text}</em>;
    case 'code':
      return <code>{span.text}</code>;
    case 'block':
      return <pre tabIndex={0}>{span.text}</pre>;
    case 'link':
      return (
        <a href={span.url} target="_blank" rel="noreferrer">
          {span.text}
        </a>
      );
  }
}
