/** What an e-mail about a schedule says. */
export type Alert = {
  occasion: 'failure' | 'recovery';
  schedulePath: string;
  summary: string;
  runnablePath: string;
  tickAt: Date;
  timezone: string;
  failures: number;
  failingSince: Date | null;
  error: string | null;
  runUrl: string | null;
  scheduleUrl: string;
};

const longestError = 1_000;

/** The message in plain text. The error is that of the script, cut; the rest of it stands behind the link, for who may see it. */
export function alertMessage(alert: Alert): { subject: string; text: string } {
  const name = oneLine(alert.summary || alert.schedulePath);
  const at = timeIn(alert.tickAt, alert.timezone);
  const isFailure = alert.occasion === 'failure';
  const lines = isFailure
    ? [
        `${alert.runnablePath}, run by the schedule ${alert.schedulePath} for ${at}, failed.`,
        alert.failures > 1
          ? `It has failed ${alert.failures} times in a row${alert.failingSince ? `, since ${timeIn(alert.failingSince, alert.timezone)}` : ''}.`
          : null,
        alert.error === null ? null : `\n${alert.error.slice(0, longestError)}`,
      ]
    : [`${alert.runnablePath}, run by the schedule ${alert.schedulePath} for ${at}, works again.`];
  const links = [alert.runUrl === null ? null : `Run: ${alert.runUrl}`, `Schedule: ${alert.scheduleUrl}`];
  return {
    subject: `${isFailure ? 'Failed' : 'Works again'}: ${name}`.slice(0, 200),
    text: `${[...lines, '', ...links].filter((line) => line !== null).join('\n')}\n`,
  };
}

/** A summary may have line breaks, a subject must not. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

const timeIn = (date: Date, timezone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: timezone, dateStyle: 'medium', timeStyle: 'short' }).format(date) + ` (${timezone})`;
