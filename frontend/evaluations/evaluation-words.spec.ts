import { describe, expect, it } from '@jest/globals';
import { emptyValue, messageSchema } from '../agents/editor/agent-document.ts';
import {
  announcementOf,
  callsInWords,
  isReached,
  nameOfScorer,
  progressInWords,
  questionOf,
  scoreText,
  shortAnswer,
  usageOfCases,
  verdictOf,
} from './evaluation-words.ts';
import { subjectOf } from './useDraftEvaluation.ts';

const done = { status: 'done', score: 0.9, threshold: 0.8, is_whole: true } as const;

describe('an evaluation in words', () => {
  it('never shows a score as more than it is', () => {
    expect([1, 0.999, 0.799, 0.29, 0].map(scoreText)).toEqual(['1.00', '0.99', '0.79', '0.29', '0.00']);
  });

  it('says whether what is asked for was reached, and decides nothing over a part of the cases', () => {
    expect(verdictOf(done)).toEqual({ words: 'reaches 0.8', tone: 'reached' });
    expect(verdictOf({ ...done, score: 0.5 })).toEqual({ words: 'misses 0.8', tone: 'missed' });
    expect(verdictOf({ ...done, score: null }).tone).toBe('missed');
    expect(verdictOf({ ...done, is_whole: false }).tone).toBe('neutral');
    expect(verdictOf({ ...done, threshold: null }).tone).toBe('neutral');
    expect([
      isReached(done, 0.9),
      isReached(done, 0.95),
      isReached({ ...done, is_whole: false }, 0.1),
      isReached({ ...done, status: 'cancelled' }, 0.1),
    ]).toEqual([true, false, false, false]);
  });

  it('says how far it is, and at its end how good the agent was', () => {
    expect(progressInWords({ cases: 20, ended_cases: 7, failed_cases: 1 })).toBe('7 of 20 cases, 1 failed');
    expect(progressInWords({ cases: 1, ended_cases: 1, failed_cases: 0 })).toBe('1 case');
    expect(announcementOf({ ...done, status: 'running' })).toBe('');
    expect(announcementOf(done)).toBe('The evaluation ended with a score of 0.90: reaches 0.8.');
  });

  it('adds up what its cases took', () => {
    const usage = { input_tokens: 600, cached_input_tokens: 0, output_tokens: 20, reasoning_tokens: 0, cost_usd: 0.25, turns: 2, tool_calls: 1 };
    expect(usageOfCases([{ usage: null }])).toBeNull();
    expect(usageOfCases([{ usage }, { usage: null }, { usage }])).toBe('1\u202f200 tokens in, 40 out, $0.50');
  });

  it('shows the message of a case alone, and other input as it is', () => {
    const asked = { id: 'a', expected: null, tools: null, labels: [] };
    expect(questionOf({ ...asked, input: { message: 'Where is it?' } })).toBe('Where is it?');
    expect(questionOf({ ...asked, input: { message: 'Where?', order: 7 } })).toBe('{"message":"Where?","order":7}');
    expect(
      callsInWords([
        { name: 'look_up', args: { order: 7 } },
        { name: 'list', args: {} },
      ]),
    ).toEqual(['look_up {"order":7}', 'list']);
    expect(nameOfScorer({ kind: 'runnable', path: 'f/shop/polite' })).toBe('polite');
  });
});

describe('what an evaluation is about', () => {
  it('is everything that makes answers, and not the set itself', () => {
    const subject = subjectOf({ schema: messageSchema, value: emptyValue });
    expect(subjectOf({ schema: messageSchema, value: { ...emptyValue, evaluation: { ...emptyValue.evaluation, threshold: 0.5 } } })).toBe(subject);
    expect(subjectOf({ schema: messageSchema, value: { ...emptyValue, instructions: 'Be brief.' } })).not.toBe(subject);
  });
});

describe('the answer of a row', () => {
  it('leaves out what every answer of the practice model begins with, and says that it was that model', () => {
    expect(shortAnswer('This is the practice model, not a language model: it quotes.\n\n`look_up` gave 7.')).toEqual({
      text: 'look_up gave 7.',
      isPractice: true,
    });
    expect(shortAnswer({ total: 7 })).toEqual({ text: '{"total":7}', isPractice: false });
  });
});
