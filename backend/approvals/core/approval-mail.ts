import { renderTemplate } from '../../templates/core/render-template.ts';
import type { ApprovalEmail } from '../approvals.contract.ts';

/** What the templates of an e-mail see. */
export type MailFacts = {
  occasion: 'asked' | 'reminded' | 'escalated' | 'ended';
  title: string;
  summary: string;
  path: string;
  step: string | null;
  status: string;
  risk: string;
  requested_by: string;
  due_at: string | null;
  expires_at: string | null;
  recipient: string;
  /** Of the request in the inbox: an opaque id, of use only to who signs in and may see it. */
  url: string;
};

/** The templates of a workspace that has none of its own. */
export const usualMail = {
  subject:
    '{{#if (eq occasion "asked")}}Your decision is asked{{else if (eq occasion "reminded")}}Still waiting for your decision{{else if (eq occasion "escalated")}}Escalated to you{{else}}{{status}}{{/if}}: {{title}}',
  text: `{{#if recipient}}Hello {{recipient}},

{{/if}}{{#if (eq occasion "ended")}}"{{title}}", which you asked for, is {{status}}.{{else}}{{requested_by}} asks for a decision: {{title}}{{/if}}
{{#if summary}}
{{summary}}
{{/if}}
About: {{path}}{{#if step}}, step {{step}}{{/if}}
{{#if due_at}}Due: {{due_at}}
{{/if}}{{#if expires_at}}Ends by itself: {{expires_at}}
{{/if}}
{{#if (eq occasion "ended")}}See it: {{url}}{{else}}Decide in the inbox: {{url}}{{/if}}
`,
} as const;

/** The message in plain text. Nothing in it decides: the link leads to the inbox, behind sign-in. */
export function approvalMail(
  { subject = usualMail.subject, text = usualMail.text }: Pick<ApprovalEmail, 'subject' | 'text'>,
  facts: MailFacts,
): { subject: string; text: string } {
  const line = renderTemplate(subject, facts).replaceAll(/\s+/g, ' ').trim();
  return { subject: line.slice(0, 200) || facts.title, text: renderTemplate(text, facts) };
}
