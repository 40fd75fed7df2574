import { Environment } from './config.ts';

const begin = '<!-- settings:begin -->';
const end = '<!-- settings:end -->';

/** The table of all settings in Markdown, from the schema that reads them: it cannot tell anything else than what is true. */
export function settingsTable(): string {
  const rows = Object.entries(Environment.shape).map(([name, schema]) => {
    const meaning = (schema.description ?? '').replaceAll('|', '\\|');
    return `| \`${name}\` | ${defaultOf(name)} | ${meaning} |`;
  });
  return ['| Setting | Default | Meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The README with the present table between its two marks. Throws when the marks are missing. */
export function withSettingsTable(readme: string): string {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md lacks the marks ${begin} and ${end} between which the table of settings stands.`);
  return `${readme.slice(0, from + begin.length)}\n\n${settingsTable()}\n\n${readme.slice(to)}`;
}

function defaultOf(name: string): string {
  if (name === 'MILLRACE_WORKER_NAME') return 'name of the machine';
  const schema = Environment.shape[name as keyof typeof Environment.shape];
  const parsed = schema.safeParse(undefined);
  if (!parsed.success || parsed.data === undefined) return '';
  const value = Array.isArray(parsed.data) ? parsed.data.join(',') : String(parsed.data);
  return value === '' ? '' : `\`${value}\``;
}
