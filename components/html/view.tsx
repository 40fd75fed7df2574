import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { ComponentProps } from '../view.ts';
import type { html } from './definition.ts';
import { frameDocument, type FrameLooks } from './document.ts';
import classes from './html.module.css';

const paper: Omit<FrameLooks, 'font'> = { ink: 'black', link: 'mediumblue', scheme: 'light' };

/** A piece of HTML in a frame without scripts and without an origin: it reaches neither the page nor the network. */
export function HtmlView({ props, isEditing }: ComponentProps<typeof html>): ReactNode {
  const looks = useLooks();
  const content = useMemo(() => frameDocument(props.content, props.is_paper ? { ...looks, ...paper } : looks), [props.content, props.is_paper, looks]);
  return (
    <iframe
      className={classes.frame}
      data-frame={props.frame}
      data-paper={props.is_paper}
      style={{ colorScheme: props.is_paper ? 'light' : looks.scheme }}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      srcDoc={content}
      title={props.label}
      tabIndex={isEditing ? -1 : 0}
    />
  );
}

/** The theme as it is now, and whenever it changes. */
function useLooks(): FrameLooks {
  const [looks, setLooks] = useState(readLooks);
  useEffect(() => {
    const observer = new MutationObserver(() => setLooks(readLooks()));
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-mantine-color-scheme'] });
    return () => observer.disconnect();
  }, []);
  return looks;
}

function readLooks(): FrameLooks {
  const styles = getComputedStyle(document.documentElement);
  const read = (name: string): string => styles.getPropertyValue(name).trim();
  const isDark = document.documentElement.dataset['mantineColorScheme'] === 'dark';
  return { ink: read('--ink'), link: read('--current-ink'), font: 'system-ui, sans-serif', scheme: isDark ? 'dark' : 'light' };
}
