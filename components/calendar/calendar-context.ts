import { createContext, use, type KeyboardEvent } from 'react';
import type { PlainDate } from '../_shared/plain-date.ts';
import type { CalendarEvent } from './events.ts';

/** What every view of a calendar draws, and what events ask for. */
export type CalendarContext = {
  readonly events: readonly CalendarEvent[];
  readonly days: readonly PlainDate[];
  readonly day: PlainDate;
  readonly today: PlainDate;
  readonly zone: string;
  readonly locale: string;
  readonly mayMove: boolean;
  readonly isEditing: boolean;
  readonly heldId: string | null;
  readonly selectedKey: string | number | null;
  onKey(event: KeyboardEvent, of: CalendarEvent): void;
  onSelect(event: CalendarEvent): void;
  onLeave(id: string): void;
  onPick(start: string, isAllDay: boolean): void;
  onMore(day: PlainDate): void;
};

const Context = createContext<CalendarContext | null>(null);
/** Hands the calendar to its views. */
export const CalendarProvider = Context.Provider;

/** The calendar around. */
export function useCalendarContext(): CalendarContext {
  const context = use(Context);
  if (!context) throw new Error('There is no calendar around this.');
  return context;
}
