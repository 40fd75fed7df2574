import type { ChecklistStep } from './home.api.ts';

const pages: Readonly<Record<string, string>> = {
  script: 'scripts',
  flow: 'flows',
  agent: 'agents',
  app: 'apps',
  resource: 'resources',
  variable: 'variables',
  schedule: 'schedules',
  folder: 'folders',
  group: 'groups',
  job: 'runs',
};

/** Where a recent thing or a favourite leads. */
export const hrefOfItem = (workspace: string, kind: string, path: string): string => `/w/${workspace}/${pages[kind] ?? 'scripts'}/${path}`;

/** The words of one of the first steps, and where it is done. */
export type Step = { title: string; why: string; href: string };

/** What the first steps say. */
export function describeStep(id: ChecklistStep['id'], workspace: string): Step {
  const base = `/w/${workspace}`;
  const steps: Record<ChecklistStep['id'], Step> = {
    run_script: { title: 'Run a script', why: 'Open one, fill in its form, watch the log', href: `${base}/scripts` },
    deploy_script: { title: 'Change a script', why: 'Write or edit one and deploy it', href: `${base}/scripts/new` },
    make_app: { title: 'Make an app of it', why: 'A page with a form, a table or a chart, for people who never see code', href: `${base}/apps` },
    add_resource: { title: 'Connect something of yours', why: 'A database or a service, with a test of the connection', href: `${base}/resources?new=1` },
    invite_member: { title: 'Invite someone', why: 'A link is enough; no mail server is needed', href: `${base}/people?invite=1` },
  };
  return steps[id];
}

/** A greeting by the hour of the person's own clock. */
export function greetingAt(hour: number): string {
  if (hour < 5) return 'Good night';
  if (hour < 12) return 'Good morning';
  return hour < 18 ? 'Good afternoon' : 'Good evening';
}
