/** Cuts text to what a field of Slack takes, and shows that it was cut. */
export const clip = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1))}…`);

/** Text for a `mrkdwn` field that means nothing else than itself: without it a result could mention a whole channel. */
export const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What somebody wrote in a message, without Slack's marks: links and mentions as people see them. */
export function plainOfMessage(text: string): string {
  return text
    .replaceAll(/<([^<>|]+)\|([^<>]+)>/g, (_match, target: string, label: string) =>
      /^[@#!]/.test(target) ? `${target.startsWith('#') ? '#' : '@'}${label}` : target,
    )
    .replaceAll(/<(mailto:|tel:)?([^<>]+)>/g, (_match, _scheme, target: string) => target)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** A link of `mrkdwn`. The label must not end it. */
export const linkText = (url: string, label: string): string => `<${url}|${escapeText(label).replaceAll('|', '¦')}>`;

/** A fixed-width block; three backticks in the text would end it, so that they are set apart. */
export const codeBlock = (text: string, most = 2900): string => `\`\`\`${clip(escapeText(text.replaceAll('```', '`​`​`')), most)}\`\`\``;

/** The marks of Markdown that Slack writes otherwise; everything else stays as it is written, and nothing becomes a mention. */
export function markdownToMrkdwn(text: string): string {
  return escapeText(text)
    .replaceAll(/\*\*([^*\n]+)\*\*/g, '*$1*')
    .replaceAll(/^#{1,6}\s+(.+)$/gm, '*$1*')
    .replaceAll(/^(\s*)[-*]\s+/gm, '$1• ')
    .replaceAll(/\[([^\]\n|]+)\]\((https?:\/\/[^\s)|]+)\)/g, '<$2|$1>');
}
