import { describe, expect, it } from '@jest/globals';
import { HomeView } from '../simulator/block-shapes.ts';
import { approvalCard, type CardRequest } from './approval-card.ts';
import { homeNotice, homeView, type HomeCommand } from './home-view.ts';

const request: CardRequest = {
  id: 'r1',
  title: 'Refund of 250',
  summary: 'The parcel was *wet*.',
  path: 'f/shop/refund',
  risk: 'normal',
  requestedBy: 'ada',
  waitingFor: 'g/finance',
  status: 'open',
  args: { order: 1042 },
  preview: null,
  dueAt: null,
  isRejectHidden: false,
  votes: [],
  url: 'https://millrace.example/w/acme/approvals/r1',
};
const command: HomeCommand = { path: 'f/shop/refund', title: '/refund', summary: 'Give money back', usage: '/refund <order>', trigger: 'command' };
const card = approvalCard('c1', request).blocks;

describe('the Home tab', () => {
  it('is one that Slack takes, also with many requests and commands', () => {
    const commands = Array.from({ length: 200 }, (_, index) => ({ ...command, path: `f/shop/c${index}` }));
    for (const view of [
      homeView({ name: 'Ada', cards: [card, card, card], waiting: 7, commands, url: 'https://millrace.example/w/acme' }),
      homeView({ name: 'Ada', cards: [], waiting: 0, commands: [], url: 'https://millrace.example/w/acme' }),
      homeNotice('You are not linked <yet> & so on.'),
    ])
      expect(HomeView.safeParse(view).error).toBeUndefined();
  });

  it('shows each request with its buttons, says how many more wait, and how commands are typed', () => {
    const text = JSON.stringify(homeView({ name: 'Ada', cards: [card, card], waiting: 3, commands: [command], url: 'https://millrace.example/w/acme' }));
    expect(text.match(/approval_approve/g)).toHaveLength(2);
    expect(text).toContain('One more waits in the inbox.');
    expect(text).toContain('`/refund &lt;order&gt;`');
    expect(text).toContain('"action_id":"home_run","value":"f/shop/refund"');
  });
});
