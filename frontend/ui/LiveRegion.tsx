import { useEffect, useState, type ReactNode } from 'react';

/** Reads a text out to screen readers when it changes: "Run succeeded after 3 s". Sighted people see the change itself. */
export function LiveRegion({ text, isUrgent = false }: { text: string; isUrgent?: boolean }): ReactNode {
  const [spoken, setSpoken] = useState('');
  // The first text comes after the region itself, else it would not be noticed.
  useEffect(() => setSpoken(text), [text]);
  return (
    <div className="visually-hidden" role={isUrgent ? 'alert' : 'status'} aria-live={isUrgent ? 'assertive' : 'polite'}>
      {spoken}
    </div>
  );
}
