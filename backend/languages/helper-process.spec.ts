import { expect, it } from '@jest/globals';
import { HelperGaveUp, HelperProcess } from './helper-process.ts';

/** Answers with its process id; ends, stays silent or fails where it is told to. */
const program = `
process.stdin.setEncoding('utf8');
let partial = '';
process.stdin.on('data', (chunk) => {
  const lines = (partial + chunk).split('\\n');
  partial = lines.pop();
  for (const line of lines) {
    const { name, act } = JSON.parse(line);
    if (act === 'crash') process.kill(process.pid, 'SIGSEGV');
    else if (act !== 'silence') process.stdout.write(JSON.stringify({ name, processId: process.pid }) + '\\n');
  }
});`;
const open = (more: { answerMs?: number; idleMs?: number } = {}) => new HelperProcess({ launch: () => Promise.resolve([process.execPath, '-e', program]), ...more });
type Answer = { name: string; processId: number };

it('answers in order, and only what it crashed over is lost', async () => {
  const helper = open();
  const answers = await Promise.allSettled([{ name: 'a' }, { name: 'b', act: 'crash' }, { name: 'c' }, { name: 'd', act: 'crash' }, { name: 'e' }].map((request) => helper.ask(request)));
  expect(answers.map((answer) => (answer.status === 'fulfilled' ? (answer.value as Answer).name : answer.reason instanceof HelperGaveUp))).toEqual(['a', true, 'c', true, 'e']);
  await helper.close();
}, 20_000);

it('is ended over a request that it does not answer in time', async () => {
  const helper = open({ answerMs: 300 });
  await expect(helper.ask({ name: 'a', act: 'silence' })).rejects.toBeInstanceOf(HelperGaveUp);
  await helper.close();
}, 20_000);

it('is another one after it was closed, or had nothing to do for long', async () => {
  const helper = open({ idleMs: 20 });
  const processIds = new Set<number>();
  for (let round = 0; round < 3; round += 1) {
    processIds.add(((await helper.ask({ name: 'a' })) as Answer).processId);
    if (round === 0) await helper.close();
    else await new Promise((resolve) => setTimeout(resolve, 200));
  }
  expect(processIds.size).toBe(3);
  await helper.close();
  await helper.close();
}, 20_000);

it('passes on why it cannot be started, and is tried again', async () => {
  let attempts = 0;
  const helper = new HelperProcess({ launch: () => { attempts += 1; return Promise.reject(new Error('no such language')); } });
  await expect(helper.ask({})).rejects.toThrow('no such language');
  await expect(helper.ask({})).rejects.toThrow('no such language');
  expect(attempts).toBe(2);
  await expect(new HelperProcess({ launch: () => Promise.resolve(['/no/such/program']) }).ask({})).rejects.toBeInstanceOf(HelperGaveUp);
}, 20_000);
