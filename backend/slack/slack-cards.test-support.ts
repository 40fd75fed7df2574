import { beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, type TestWorkspace } from '../../test/support/app.ts';
import { anApproval, decideAs } from '../../test/support/approvals.ts';
import type { SlackApi } from '../../test/support/slack/slack-api.ts';
import type { SlackSender } from '../../test/support/slack/slack-sender.ts';
import type { Approval } from '../approvals/approvals.contract.ts';
import { until } from '../../test/support/until.ts';
import { SlackWorld, words } from './slack-world.test-support.ts';
import type { SimulatedAct, SimulatedAnswer, Simulation } from './simulator/simulator.contract.ts';

/** Cards of approvals, the Home tab, conversations and the simulator, in a world that the caller has open. */
export function describeCards(opened: () => SlackWorld): void {
  let world: SlackWorld;
  let api: SlackApi;
  let workspace: TestWorkspace;
  let slack: SlackSender;
  beforeAll(() => {
    world = opened();
    ({ api, workspace, slack } = world);
  });

  describe('an approval', () => {
    const ask = (spec: object) =>
      anApproval(world.app, workspace, {
        spec: { title: 'Refund of 250', stages: [{ candidates: ['u/ada', 'u/bob'] }], ...spec } as never,
        requestedBy: 'u/admin',
      });
    const cardOf = async (id: string, channel: string) => {
      const { fields } = await api.until((slackApi) =>
        slackApi.callsOf('chat.postMessage').find((call) => call.fields['channel'] === channel && words(call.fields['blocks']).includes(id)),
      );
      const { elements } = (fields['blocks'] as { elements?: { action_id: string; value: string }[] }[]).at(-1) ?? {};
      return {
        channel: channel.startsWith('U') ? `D${channel.slice(1)}` : channel,
        ts: fields['posted_ts'] as string,
        value: elements?.[0]?.value ?? '',
        blocks: fields['blocks'],
      };
    };
    const approvalOf = async (id: string) => (await workspace.admin.client.get<Approval>(`${workspace.api}/approvals/${id}`)).body;

    test('is asked on a card, decided by a button as the person who pressed it, and the card says who and when', async () => {
      const { id } = await ask({});
      const card = await cardOf(id, 'U0ADA');
      expect(words(card.blocks)).toContain('Waiting for');
      await slack.click('U0ADA', { ...card, actionId: 'approval_approve' });
      const { fields } = await api.until((slackApi) =>
        slackApi.callsOf('chat.update').find((call) => call.fields['ts'] === card.ts && words(call.fields['blocks']).includes('Approved')),
      );
      expect(words(fields['blocks'])).toMatch(/\*ada\* approved <!date/);
      expect(words(fields['blocks'])).not.toContain('approval_approve');
      expect(await approvalOf(id)).toMatchObject({
        status: 'approved',
        events: expect.arrayContaining([expect.objectContaining({ kind: 'approved', actor: 'u/ada', channel: 'slack' })]),
      });
      expect(api.refused).toEqual([]);
    });

    test('is refused to who may not decide, in words that only they see', async () => {
      const { id } = await ask({ stages: [{ candidates: ['u/ada'] }] });
      const card = await cardOf(id, 'U0ADA');
      await slack.click('U0BOB', { ...card, actionId: 'approval_approve' });
      expect(await world.answer()).toMatchObject({ response_type: 'ephemeral', replace_original: false });
      api.responses.length = 0;
      await slack.click('U0NEW2', { ...card, actionId: 'approval_approve' });
      expect((await approvalOf(id)).status).toBe('open');
    });

    test('asks in a form for what goes with the decision, and takes nothing else', async () => {
      const form = { approve: { type: 'object', properties: { limit: { type: 'integer', maximum: 300 } }, required: ['limit'] }, reject: null };
      const { id } = await ask({ form, is_comment_required_on_reject: true, labels: { slack_channel: '#finance' } });
      const card = await cardOf(id, '#finance');
      await slack.click('U0ADA', { ...card, actionId: 'approval_approve' });
      const view = await world.openedView();
      const given = (limit: string) => slack.submit('U0ADA', view, { 'arg.limit': { value: { value: limit } }, comment: { value: { value: 'fine' } } });
      expect(await (await given('900')).json()).toEqual({ response_action: 'errors', errors: { 'arg.limit': expect.stringMatching(/300/) } });
      expect(await (await given('200')).json()).toEqual({ response_action: 'clear' });
      expect(await approvalOf(id)).toMatchObject({ status: 'approved', stages: [{ votes: [{ by: 'u/ada', comment: 'fine', values: { limit: 200 } }] }] });
    });

    test('shows each vote as it comes, while more are missing', async () => {
      const { id } = await ask({ stages: [{ candidates: ['u/ada', 'u/bob'], quorum: 'all' }] });
      const card = await cardOf(id, 'U0BOB');
      await decideAs(workspace, world.ada, id, 'approve', { comment: 'fine with me' });
      const { fields } = await api.until((slackApi) =>
        slackApi.callsOf('chat.update').find((call) => call.fields['ts'] === card.ts && words(call.fields['blocks']).includes('fine with me')),
      );
      expect(words(fields['blocks'])).toContain('Waiting for 1 of 2 from');
      expect(words(fields['blocks'])).toContain('approval_approve');
    });

    test('that was decided elsewhere is shown so, and a button that is still seen decides nothing', async () => {
      const { id } = await ask({});
      const card = await cardOf(id, 'U0BOB');
      await decideAs(workspace, world.ada, id, 'reject', { comment: 'no' });
      await api.until((slackApi) =>
        slackApi.callsOf('chat.update').find((call) => call.fields['ts'] === card.ts && words(call.fields['blocks']).includes('Rejected')),
      );
      await slack.click('U0BOB', { ...card, actionId: 'approval_approve' });
      await world.answer();
      expect((await approvalOf(id)).status).toBe('rejected');
    });
  });

  describe('the Home tab', () => {
    const open = (user: string) => slack.event({ type: 'app_home_opened', user, channel: 'D0HOME', tab: 'home', event_ts: '1700000000.000001' });
    const homeOf = async (user: string) =>
      (await api.until((slackApi) => slackApi.callsOf('views.publish').findLast(({ fields }) => fields['user_id'] === user))).fields['view'] as {
        blocks: { elements?: { action_id: string; value: string }[] }[];
      };
    /** What the button below a title carries. */
    const approveValueOf = ({ blocks }: Awaited<ReturnType<typeof homeOf>>, title: string): string => {
      const below = blocks.slice(blocks.findIndex((block) => words(block).includes(title)));
      return below.flatMap(({ elements = [] }) => elements).find(({ action_id: action }) => action === 'approval_approve')?.value ?? '';
    };
    const press = (user: string, actionId: string, value: string) =>
      slack.interaction(user, {
        type: 'block_actions',
        view: { id: 'H0HOME', type: 'home' },
        actions: [{ type: 'button', block_id: 'x', action_id: actionId, value, action_ts: '1700000000.000001' }],
      });

    test('shows what waits for a person and what they may run, and does both as them', async () => {
      const { id } = await anApproval(world.app, workspace, {
        spec: { title: 'Pay the plumber', stages: [{ candidates: ['u/ada'] }] } as never,
        requestedBy: 'u/admin',
      });
      await open('U0ADA');
      const home = await homeOf('U0ADA');
      expect(words(home)).toContain('/refund');
      world.forget();
      await press('U0ADA', 'approval_approve', approveValueOf(home, 'Pay the plumber'));
      expect(words(await homeOf('U0ADA'))).not.toContain('Pay the plumber');
      const { body } = await workspace.admin.client.get<Approval>(`${workspace.api}/approvals/${id}`);
      expect(body).toMatchObject({ status: 'approved', events: expect.arrayContaining([expect.objectContaining({ actor: 'u/ada', channel: 'slack' })]) });
      await press('U0ADA', 'home_run', 'f/shop/refund');
      expect((await world.openedView()).blocks.map(({ block_id: block }) => block)).toContain('arg.order_id');
      expect(api.refused).toEqual([]);
    });

    test('does not decide what has changed since it was drawn', async () => {
      const { id } = await anApproval(world.app, workspace, {
        spec: { title: 'Changed later', stages: [{ candidates: ['u/ada'] }] } as never,
        requestedBy: 'u/admin',
      });
      await open('U0ADA');
      const [cardId] = approveValueOf(await homeOf('U0ADA'), 'Changed later').split(':');
      await press('U0ADA', 'approval_approve', `${cardId}:${'0'.repeat(64)}`);
      await api.until((slackApi) => slackApi.callsOf('chat.postMessage').find(({ fields }) => /not what you were shown/.test(String(fields['text']))));
      expect((await workspace.admin.client.get<Approval>(`${workspace.api}/approvals/${id}`)).body.status).toBe('open');
    });

    test('tells somebody who is nobody here, or has left, only that', async () => {
      await open('U0NEW');
      expect(words(await homeOf('U0NEW'))).not.toMatch(/refund|What you may run/);
      await world.query(`update membership set disabled_at = now() where user_id = $1 and workspace_id = $2`, [world.bob.id, workspace.id]);
      await open('U0BOB');
      expect(words(await homeOf('U0BOB'))).not.toMatch(/refund|What you may run/);
      await press('U0BOB', 'home_run', 'f/shop/refund');
      await api.until((slackApi) => slackApi.callsOf('chat.postMessage').find(({ fields }) => fields['channel'] === 'U0BOB'));
      expect(api.callsOf('views.open')).toEqual([]);
      await world.query(`update membership set disabled_at = null where user_id = $1 and workspace_id = $2`, [world.bob.id, workspace.id]);
    });
  });

  describe('an event', () => {
    const mention = (text: string, more: object = {}) => ({ type: 'app_mention', user: 'U0ADA', text, ts: '1700000001.000100', channel: 'C0SUPPORT', ...more });
    const posts = () => api.callsOf('chat.postMessage').concat(api.callsOf('chat.update'));

    test('talks with an agent, a thread in Slack being a thread here, and comes twice without being answered twice', async () => {
      const { admin } = workspace;
      expect((await admin.client.put(`${workspace.api}/agents/f/shop/helper`, { value: { instructions: 'Help.' } })).status).toBe(201);
      expect((await world.putCommand('helper', { trigger: 'mention', name: '*', target: { kind: 'agent', path: 'f/shop/helper' } })).status).toBe(201);
      const answers = await Promise.all([1, 2].map(() => slack.event(mention('<@U0BOT> Where is order 1042?'), { eventId: 'EvSame' })));
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      const isAnswer = ({ fields }: { fields: Record<string, unknown> }) => fields['blocks'] && !/Running|Queued/.test(words(fields['blocks']));
      await api.until(() => posts().some(isAnswer));
      expect(api.callsOf('chat.postMessage').map(({ fields }) => fields['thread_ts'])).toEqual(['1700000001.000100']);
      await slack.event(mention('<@U0BOT> And order 7?', { ts: '1700000002.000100', thread_ts: '1700000001.000100' }));
      await api.until((slackApi) => slackApi.callsOf('chat.postMessage').length === 2 && posts().filter(isAnswer).length >= 2);
      const threads = await world.query<{ source: string; words: string[] }>(
        `select t.source, array_agg(m.words order by m.created_at) filter (where m.role = 'user') as words from thread t join message m on m.thread_id = t.id where t.user_id = $1 group by t.id`,
        [world.ada.id],
      );
      expect(threads).toEqual([{ source: 'slack', words: ['Where is order 1042?', 'And order 7?'] }]);
      expect(api.refused).toEqual([]);
    });

    test('of a bot, a change of a message, and what is not for the app lead to nothing', async () => {
      const before = await world.query(`select from job where workspace_id = $1`, [workspace.id]);
      for (const more of [{ bot_id: 'B0BOT' }, { subtype: 'message_changed' }, { type: 'message', channel_type: 'channel' }, { user: 'U0BOT' }])
        expect((await slack.event(mention('hello', more))).status).toBe(200);
      await slack.command('U0ADA', '/refund help');
      await world.answer();
      expect(await world.query(`select from job where workspace_id = $1`, [workspace.id])).toHaveLength(before.length);
    });
  });

  test('a shortcut on a message fills its text in, and asks for the rest in a form', async () => {
    await world.putCommand('from_message', { trigger: 'message_shortcut', name: 'refund_message', text_argument: 'reason' });
    const message = { ts: '1700000005.000100', text: 'It is &lt;broken&gt;, see <https://shop.example/1>' };
    await slack.interaction('U0ADA', {
      type: 'message_action',
      callback_id: 'refund_message',
      response_url: api.responseUrl(),
      channel: { id: 'C0SUPPORT' },
      message,
    });
    expect((await world.openedView()).blocks.find(({ block_id: id }) => id === 'arg.reason')?.element?.initial_value).toBe(
      'It is <broken>, see https://shop.example/1',
    );
  });

  test('the simulator goes the same way, as whom the admin picks, and writes that down', async () => {
    const { admin } = workspace;
    const simulator = `${workspace.api}/slack_simulator`;
    const { body: simulation } = await admin.client.get<Simulation>(simulator);
    const as = simulation.people.find(({ username }) => username === 'ada')?.slack_user_id ?? '';
    const look = async () => (await admin.client.get<Simulation>(`${simulator}?as=${as}`)).body;
    const act = (what: SimulatedAct) => admin.client.post<SimulatedAnswer>(simulator, { as, act: what });
    expect((await act({ type: 'say', channel: 'C0SUPPORT', text: '/refund 4711', thread_ts: null })).body).toEqual({ errors: {}, problem: null });
    const view = await until(async () => (await look()).view);
    expect((await act({ type: 'submit', view_id: view.id, values: {} })).body.errors).toMatchObject({ 'arg.amount': 'Please complete this required field.' });
    const values = { 'arg.order_id': { value: { type: 'number_input', value: '4711' } }, 'arg.amount': { value: { type: 'number_input', value: '12' } } };
    expect((await act({ type: 'submit', view_id: view.id, values })).body).toEqual({ errors: {}, problem: null });
    await until(async () => (await look()).messages.find(({ text, is_only_for_me: isOnly }) => isOnly && text.includes('Done')));
    expect((await world.jobs()).find(({ args }) => args['order_id'] === 4711)).toMatchObject({ run_as: 'u/ada', args: { amount: 12 } });
    expect((await look()).view).toBeNull();
    expect((await act({ type: 'open_home' })).body).toEqual({ errors: {}, problem: null });
    expect(words(await until(async () => (await look()).home))).toContain('What you may run');
    expect((await act({ type: 'press_home', block_id: 'x', action_id: 'home_run', value: 'f/shop/refund' })).body).toEqual({ errors: {}, problem: null });
    const opened = await until(async () => (await look()).view);
    await act({ type: 'close', view_id: opened.id });
    expect(await world.query(`select from event where action = 'slack.simulated' and actor = 'u/admin'`)).toHaveLength(6);
    expect(codeOf(await world.ada.client.get(simulator))).toBe('access/forbidden');
  });
}
