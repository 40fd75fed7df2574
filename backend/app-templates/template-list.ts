/** An app in the tree of examples that others begin with. */
export type TemplateSource = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly tree: 'acme' | 'templates';
  readonly path: string;
};

/** The templates, in the order in which they are offered. Those of the demo workspace are the same files that a first start imports, so they are live there. */
export const templateList: readonly TemplateSource[] = [
  {
    id: 'admin_dashboard',
    title: 'Admin dashboard',
    description: 'Figures above a table that a database pages and searches, and a drawer for each row.',
    tree: 'acme',
    path: 'f/support/orders',
  },
  {
    id: 'approval_desk',
    title: 'Approval desk',
    description: 'What waits for a decision, with its context beside it.',
    tree: 'acme',
    path: 'f/finance/desk',
  },
  {
    id: 'intake_form',
    title: 'Intake form',
    description: 'A form in steps for everybody, and a page on which a team decides.',
    tree: 'acme',
    path: 'f/support/intake',
  },
  {
    id: 'ops_board',
    title: 'Ops board',
    description: 'How things stand, and buttons that run scripts and follow them.',
    tree: 'acme',
    path: 'f/ops/board',
  },
  {
    id: 'support_board',
    title: 'Support board',
    description: 'Cards in columns that are moved, assigned and written to.',
    tree: 'acme',
    path: 'f/support/tickets',
  },
  {
    id: 'agent_chat',
    title: 'Agent chat',
    description: 'A conversation with an agent, and what it is about beside it.',
    tree: 'templates',
    path: 'f/support/agent_desk',
  },
];
