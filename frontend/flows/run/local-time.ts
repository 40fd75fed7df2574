const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const timeOfDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** A moment in the person's zone: the time alone where it is today, `21 Nov, 14:00` otherwise. */
export function localTime(moment: string): string {
  const date = new Date(moment);
  return date.toDateString() === new Date().toDateString() ? time.format(date) : timeOfDay.format(date);
}
