import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { ComponentProps } from '../view.ts';
import classes from './custom.module.css';
import type { custom } from './definition.ts';
import type { Manifest } from './manifest.ts';
import { hear, propsProblem } from './messages.ts';

type View = ComponentProps<typeof custom>;

/**
 * A component of the author in a frame that has no origin: it sees neither the page, its cookies nor its storage, and its policy lets it reach only what
 * the release names. All that goes between the two are messages, and each is checked by the manifest.
 */
export function CustomView(view: ComponentProps<typeof custom>): ReactNode {
  const { props, state, expose, useMethods, isEditing } = view;
  const frame = useRef<HTMLIFrameElement>(null);
  const [round, setRound] = useState(0);
  const address = useMemo(() => frameAddress(props.manifest), [props.manifest]);
  const height = useConversation(view, frame, round);
  useMethods({
    send: (name: string, payload: unknown) => frame.current?.contentWindow?.postMessage({ type: 'tell', name: String(name), payload: payload ?? null }, '*'),
    reload: () => {
      expose({ is_ready: false, problem: null, value: {} });
      setRound((before) => before + 1);
    },
  });
  if (props.code.trim() === '') return <div className={classes.none}>It has no code yet</div>;
  return (
    <div className={classes.frame} aria-busy={props.loading || undefined}>
      <iframe
        key={`${round} ${address} ${props.code.length}`}
        ref={frame}
        className={classes.content}
        src={address}
        title={props.label}
        sandbox="allow-scripts"
        referrerPolicy="no-referrer"
        style={props.height === 'content' && height !== null ? { height } : undefined}
        tabIndex={isEditing || props.disabled ? -1 : 0}
        data-disabled={props.disabled || undefined}
        inert={isEditing || props.disabled || undefined}
      />
      {state.problem !== null && (
        <p className={classes.problem} role="alert">
          {state.problem}
        </p>
      )}
    </div>
  );
}

/** Where the frame is: an empty page of this server, whose policy names the origins that the release allows. */
function frameAddress({ origins }: Manifest): string {
  const query = new URLSearchParams(origins.map((origin) => ['origin', origin]));
  return `/api/component_frame${origins.length === 0 ? '' : `?${query.toString()}`}`;
}

/** Speaks with the frame: code and props go in, state and events come out. Gives how high the frame would like to be. */
function useConversation(view: View, frame: { current: HTMLIFrameElement | null }, round: number): number | null {
  const { props, state } = view;
  const scheme = useComputedColorScheme();
  const [height, setHeight] = useState<number | null>(null);
  const newest = useRef(view);
  newest.current = view;
  const known = useRef(state);
  known.current = state;
  const code = useRef(props.code);
  code.current = props.code;
  const tell = (type: 'start' | 'props'): void => {
    const { props: now } = newest.current;
    const problem = propsProblem(now.data, now.manifest);
    if (problem !== null) newest.current.expose({ problem });
    else if (known.current.problem !== null) newest.current.expose({ problem: null });
    const message = { type, props: problem === null ? now.data : {}, theme: { scheme, isDisabled: now.disabled, ...looks() } };
    frame.current?.contentWindow?.postMessage(type === 'start' ? { ...message, code: code.current } : message, '*');
  };
  const telling = useRef(tell);
  telling.current = tell;
  useEffect(() => {
    const listen = ({ source, data }: MessageEvent): void => {
      // A frame without an origin is known by its window alone.
      if (source === null || source !== frame.current?.contentWindow) return;
      const { expose, emit, props: now, isEditing } = newest.current;
      const heard = hear(data, now.manifest);
      if (heard.type === 'ready') {
        telling.current('start');
        expose({ is_ready: true });
      } else if (heard.type === 'height') setHeight(heard.height);
      else if (heard.type === 'problem') expose({ problem: heard.message });
      else if (heard.type === 'state') expose({ value: { ...known.current.value, ...heard.change } });
      else if (!isEditing && !now.disabled) void emit('event', { name: heard.name, payload: heard.payload });
    };
    window.addEventListener('message', listen);
    return () => window.removeEventListener('message', listen);
  }, [frame]);
  useEffect(() => {
    if (known.current.is_ready) telling.current('props');
  }, [props.data, props.disabled, scheme, round]);
  return height;
}

/** Colours of the theme, which a frame does not inherit. */
function looks(): Record<string, string> {
  const styles = getComputedStyle(document.documentElement);
  const read = (name: string): string => styles.getPropertyValue(name).trim();
  return {
    ink: read('--ink'),
    muted: read('--ink-muted'),
    surface: read('--surface-raised'),
    line: read('--line'),
    accent: read('--current'),
    font: 'system-ui, sans-serif',
  };
}
