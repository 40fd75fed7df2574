import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { z } from 'zod';
import { codeOf, createTestApp, type TestWorkspace } from '../../test/support/app.ts';
import type { SlackApi } from '../../test/support/slack/slack-api.ts';
import { SlackSender } from '../../test/support/slack/slack-sender.ts';
import { describeCards } from './slack-cards.test-support.ts';
import { signingSecret, SlackWorld, words } from './slack-world.test-support.ts';
import type { SlackCommand, SlackManifest, SlackPeople, SlackSetup, SlackTest } from './slack.contract.ts';

describe('Slack', () => {
  let world: SlackWorld;
  let api: SlackApi;
  let workspace: TestWorkspace;
  let slack: SlackSender;
  beforeAll(async () => {
    world = await SlackWorld.start();
    ({ api, workspace, slack } = world);
  }, 60_000);
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
  }, 60_000);
  beforeEach(() => world.forget());

  describe('a connection', () => {
    test('asks Slack which team and app a token belongs to, and shows no secret', async () => {
      const { body } = await workspace.admin.client.get<SlackSetup>(`${workspace.api}/slack`);
      expect(body).toMatchObject({
        connection: { team_id: 'T0ACME', app_id: 'A0MILLRACE', bot_user_id: 'U0BOT', enabled: true, problem: null },
        is_reachable: false,
      });
      expect(JSON.stringify(body)).not.toMatch(new RegExp(`${api.token}|${signingSecret}`));
      const [row] = await world.query<{ bot_token: string; signing_secret: string }>(
        'select bot_token, signing_secret from slack_install where workspace_id = $1',
        [workspace.id],
      );
      expect(row).toEqual({ bot_token: expect.stringMatching(/^v1:/), signing_secret: expect.stringMatching(/^v1:/) });
      expect((await workspace.admin.client.post<SlackTest>(`${workspace.api}/slack/test`)).body).toMatchObject({
        team_name: 'Acme',
        bot_name: 'millrace',
        missing_scopes: expect.arrayContaining(['im:write']),
      });
      expect((await world.connect({ bot_token: 'xoxb-of-nobody' })).body).toMatchObject({
        error: { code: 'slack/call_failed', message: expect.stringContaining('does not know this token') },
      });
    });

    test('is made with a manifest that names every command and address', async () => {
      const { body } = await workspace.admin.client.get<SlackManifest>(`${workspace.api}/slack/manifest?format=json`);
      expect(JSON.parse(body.manifest)).toMatchObject({
        features: {
          slash_commands: [
            {
              command: '/refund',
              url: expect.stringMatching(/\/api\/slack\/commands$/),
              usage_hint: '<order_id> <amount> [reason] [size=…]',
              should_escape: false,
            },
          ],
        },
        settings: { interactivity: { is_enabled: true }, socket_mode_enabled: false },
      });
      expect((await workspace.admin.client.get<SlackManifest>(`${workspace.api}/slack/manifest`)).body.manifest).toContain('command: /refund');
    });
  });

  describe('a binding', () => {
    test('is kept by its path, refuses a lost update, a name that is taken, an argument that is not there, and secrets', async () => {
      const { body } = await workspace.admin.client.get<SlackCommand>(`${workspace.api}/slack_commands/f/shop/refund`);
      expect(body).toMatchObject({ usage: '/refund <order_id> <amount> [reason] [size=…]', version: 1, target: { kind: 'script', path: 'f/shop/refund' } });
      expect(codeOf(await world.putCommand('refund', { if_version: 0 }))).toBe('item/version_conflict');
      expect(codeOf(await world.putCommand('other', { name: '/refund' }))).toBe('slack/command_taken');
      expect(codeOf(await world.putCommand('other', { args: { colour: 'red' } }))).toBe('request/invalid');
      expect(codeOf(await world.putCommand('other', { name: 'refund' }))).toBe('request/invalid');
      expect(codeOf(await world.putCommand('other', { args: { amount: 'much' } }))).toBe('job/args_invalid');
      expect((await workspace.admin.client.get<{ items: SlackCommand[] }>(`${workspace.api}/slack_commands`)).body.items).toHaveLength(1);
      expect(codeOf(await world.bob.client.put(`${workspace.api}/slack_commands/f/shop/mine`, { name: '/mine', target: { path: 'f/shop/refund' } }))).toBe(
        'access/forbidden',
      );
    });
  });

  describe('a request', () => {
    test.each([
      ['a wrong signature', { secret: 'another-secret' }],
      ['a time of six minutes ago', { ageSeconds: 360 }],
      ['a time of six minutes ahead', { ageSeconds: -360 }],
      ['a body that was changed', { body: (body: string) => body.replace('1042', '9999') }],
      ['no signature', { headers: { 'x-slack-signature': '' } }],
    ])('with %s is refused without a word why, and leaves nothing', async (_what, forgery) => {
      const before = (await world.jobs()).length;
      const answer = await slack.command('U0ADA', '/refund 1042 20', {}, forgery);
      expect([answer.status, await answer.json()]).toEqual([401, { error: expect.objectContaining({ code: 'slack/not_verified', details: {} }) }]);
      expect((await world.jobs()).length).toBe(before);
      expect(await world.query(`select from slack_request where payload::text like '%9999%' or handled_at is null`)).toEqual([]);
    });

    test('of a team that nobody knows, or that names none, is refused the same way', async () => {
      for (const more of [{ team_id: 'T0NOBODY' }, { api_app_id: 'A0OTHER' }]) expect((await slack.command('U0ADA', '/refund 1042 20', more)).status).toBe(401);
      expect((await slack.json('events', { type: 'event_callback' })).status).toBe(401);
      expect((await slack.interaction('U0ADA', { type: 'block_actions', team: null })).status).toBe(401);
    });

    test('is written down and in the queue before it is answered, and Slack is asked nothing meanwhile', async () => {
      await using app = await createTestApp({ MILLRACE_SLACK_API_URL: api.url });
      const { admin, api: address } = await app.make.aWorkspace();
      expect((await admin.client.put(`${address}/slack`, { bot_token: api.token, signing_secret: signingSecret })).status).toBe(200);
      world.forget();
      // No worker is there: whatever comes of it comes later.
      expect((await new SlackSender(app.url, signingSecret, api).command('U0ADA', '/refund 1 1')).status).toBe(200);
      const rows = await app.platform.database.manager.query(
        `select r.payload->>'text' as text from slack_request r join graphile_worker._private_jobs j on j.payload->>'id' = r.id::text where r.handled_at is null`,
      );
      expect(rows).toEqual([{ text: '1 1' }]);
      expect([api.calls, api.responses]).toEqual([[], []]);
    });

    test('that is signed and means nothing is taken and forgotten, whatever it holds', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.jsonValue(),
          fc.constantFrom('block_actions', 'view_submission', 'shortcut', 'message_action', 'event_callback', 'other'),
          async (value, type) => {
            const more = typeof value === 'object' && value !== null ? value : { actions: value, view: value, event: value };
            const answers = [await slack.interaction('U0ADA', { type, ...more, team: { id: 'T0ACME' } }), await slack.event(more as Record<string, unknown>)];
            for (const { status } of answers) expect([200, 422]).toContain(status);
          },
        ),
        { numRuns: 40 },
      );
      expect((await slack.interaction('U0ADA', { type: 'shortcut', callback_id: '\u0000' })).status).toBe(200);
      expect(await world.query(`select from slack_request where payload::text like '%u0000%'`)).toEqual([]);
    });

    test('that checks the address of events is answered with its challenge, when it is signed', async () => {
      const answer = await slack.json('events', { token: 'x', type: 'url_verification', challenge: 'abc' });
      expect([answer.status, await answer.json()]).toEqual([200, { challenge: 'abc' }]);
      expect((await slack.json('events', { type: 'url_verification', challenge: 'abc' }, { secret: 'another' })).status).toBe(401);
    });
  });

  describe('a command', () => {
    test('runs as who typed it, is told of as it goes and when it ends, and no more than five times', async () => {
      const answer = await slack.command('U0ADA', '/refund 1042 20.5 it is <b>damaged</b>');
      expect([answer.status, await answer.text()]).toEqual([200, '']);
      const done = await world.end(/Done/);
      expect(words(done.blocks)).toContain('*reason*: it is &lt;b&gt;damaged&lt;/b&gt;');
      expect(done).toMatchObject({ response_type: 'ephemeral', replace_original: true });
      const [job] = (await world.jobs()).slice(-1);
      expect(job).toMatchObject({
        args: { order_id: 1042, amount: 20.5, reason: 'it is <b>damaged</b>' },
        run_as: 'u/ada',
        trigger_kind: 'slack',
        trigger_path: 'f/shop/refund',
      });
      expect(words(done.blocks)).toContain(`/w/${workspace.id}/runs/${job?.id}`);
      expect(api.responses.length).toBeLessThanOrEqual(5);
      expect(api.refused).toEqual([]);
    });

    test('that fails says why', async () => {
      await slack.command('U0ADA', '/refund 1 5000');
      expect(words((await world.end(/Failed/)).blocks)).toContain('Too much');
    });

    test('that comes again, as a retry or a replay, is one run', async () => {
      const before = (await world.jobs()).length;
      const same = { trigger_id: api.trigger(), response_url: api.responseUrl() };
      const answers = await Promise.all(
        Array.from({ length: 4 }, () => slack.command('U0ADA', '/refund 7 7', same, { headers: { 'x-slack-retry-num': '1' } })),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      await world.end(/Done/);
      expect((await world.jobs()).length).toBe(before + 1);
    });

    test('without its arguments opens a form, whose errors stand at their fields, and runs what was filled in', async () => {
      await slack.command('U0ADA', '/refund twenty');
      const view = await world.openedView();
      expect(view.blocks.find(({ block_id: id }) => id === 'arg.amount')?.element).toMatchObject({ type: 'number_input', is_decimal_allowed: true });
      expect(view.private_metadata).toMatch(/^[0-9a-f-]{36}$/);
      const wrong = await slack.submit('U0ADA', view, {
        'arg.order_id': { value: { type: 'number_input', value: '12' } },
        'arg.amount': { value: { type: 'number_input', value: 'much' } },
      });
      expect(await wrong.json()).toEqual({ response_action: 'errors', errors: { 'arg.amount': expect.stringContaining('Must be a number') } });
      const values = {
        'arg.order_id': { value: { type: 'number_input', value: '12' } },
        'arg.amount': { value: { type: 'number_input', value: '3' } },
        'arg.size': { value: { selected_option: { value: '1' } } },
      };
      // Somebody else's form is nobody's.
      expect(await (await slack.submit('U0BOB', view, values)).json()).toMatchObject({ response_action: 'update' });
      const answers = await Promise.all([slack.submit('U0ADA', view, values), slack.submit('U0ADA', view, values)]);
      expect(await Promise.all(answers.map((each) => each.json()))).toEqual([{ response_action: 'clear' }, { response_action: 'clear' }]);
      await world.end(/Done/);
      expect((await world.jobs()).filter(({ args }) => args['order_id'] === 12)).toEqual([
        expect.objectContaining({ args: { order_id: 12, amount: 3, size: 'large', reason: 'none' } }),
      ]);
      expect(api.refused).toEqual([]);
    });

    test('whose click is too old for a form offers a button that opens one', async () => {
      await slack.command('U0ADA', '/refund', { trigger_id: api.trigger({ isOld: true }) });
      const offer = await api.until(({ responses }) => responses.at(-1)?.message);
      const [button] = ((offer.blocks ?? []).at(-1) as { elements?: { action_id: string; value: string }[] } | undefined)?.elements ?? [];
      await slack.click('U0ADA', { channel: 'C0SUPPORT', ts: '1700000000.000001', actionId: button?.action_id ?? '', value: button?.value ?? '' });
      expect((await world.openedView()).title.text).toBe('/refund');
    });

    test('asks again when Slack wants fewer calls', async () => {
      api.limit(1);
      await slack.command('U0ADA', '/refund', {});
      expect((await world.openedView()).title.text).toBe('/refund');
    });

    test('that asks for help explains itself', async () => {
      await slack.command('U0ADA', '/refund help');
      expect(words((await world.answer()).blocks)).toContain('/refund &lt;order_id&gt; &lt;amount&gt;');
    });
  });

  describeCards(() => world);

  describe('who is who', () => {
    test.each(['U0NEW', 'U0FAKE', 'U0GUEST'])('is asked of Slack, and %s is nobody here', async (user) => {
      const before = (await world.jobs()).length;
      await slack.command(user, '/refund 1042 20');
      expect(await world.answer()).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('does not know who you are') });
      expect((await world.jobs()).length).toBe(before);
    });

    test('is what an admin says, until they say otherwise, whatever the address', async () => {
      const people = `${workspace.api}/slack/people`;
      type People = z.infer<typeof SlackPeople>;
      expect((await workspace.admin.client.put<People>(`${people}/U0NEW`, { username: 'bob' })).body.items).toContainEqual(
        expect.objectContaining({ slack_user_id: 'U0NEW', username: 'bob', how: 'admin' }),
      );
      await slack.command('U0NEW', '/refund 55 1');
      await world.end(/Done/);
      expect((await world.jobs()).at(-1)).toMatchObject({ args: { order_id: 55 }, run_as: 'u/bob' });
      await workspace.admin.client.delete(`${people}/U0BOB`);
      api.responses.length = 0;
      await slack.command('U0BOB', '/refund 56 1');
      expect((await world.answer()).text).toContain('does not know who you are');
      await workspace.admin.client.put(`${people}/U0BOB`, { username: 'bob' });
    });

    test('who left can do nothing any more, also with a form that was open', async () => {
      const eve = await workspace.aMember('operator', { username: 'eve' });
      await workspace.grant('folder', 'shop', 'u/eve', 'read');
      api.members.push({ id: 'U0EVE', email: eve.email, name: 'Eve' });
      await slack.command('U0EVE', '/refund 77');
      const view = await world.openedView();
      await workspace.admin.client.patch(`${workspace.api}/members/eve`, { disabled: true });
      const values = { 'arg.order_id': { value: { value: '77' } }, 'arg.amount': { value: { value: '1' } } };
      expect(words(await (await slack.submit('U0EVE', view, values)).json())).toContain('does not know who you are');
      await slack.command('U0EVE', '/refund 77 1');
      expect((await world.answer()).text).toContain('does not know who you are');
      expect((await world.jobs()).filter(({ args }) => args['order_id'] === 77)).toEqual([]);
    });

    test('who may not run it, or is not among those who may, is told of no such command', async () => {
      const carl = await workspace.aMember('operator', { username: 'carl' });
      api.members.push({ id: 'U0CARL', email: carl.email, name: 'Carl' });
      await slack.command('U0CARL', '/refund 1 1');
      expect((await world.answer()).text).toMatch(/There is no script|not bound/);
      await world.putCommand('few', { allowed: ['u/bob'] });
      api.responses.length = 0;
      await slack.command('U0ADA', '/few 1 1');
      expect((await world.answer()).text).toContain('not bound to anything that you may run');
    });
  });

  test('writes in the log who did what', async () => {
    const { body } = await workspace.admin.client.get<{ items: { action: string; cause: object }[] }>(`${workspace.api}/events?limit=200`);
    expect(body.items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['slack.connected', 'slack_command.created', 'slack.person_linked', 'slack.person_unlinked']),
    );
    expect((await workspace.admin.client.delete(`${workspace.api}/slack`)).status).toBe(204);
    expect((await slack.command('U0ADA', '/refund 1 1')).status).toBe(401);
  });
});
