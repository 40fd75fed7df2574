import { expect } from '@jest/globals';
import { errorStatus, type ErrorCode } from '../../backend/common/app-error.ts';
import type { TestAnswer } from '../support/app.ts';

/** The error of an answer, in the one form that all of them have. */
export type Refusal = {
  code: ErrorCode;
  message: string;
  details: { problems?: { pointer: string; message: string }[]; [name: string]: unknown };
  request_id: string;
};

/** What an error must never tell: stacks, files of the server, statements, addresses of the database. */
const internals = /\n\s+at |node_modules|\.ts:\d+|\.js:\d+|\/backend\/|\b(select|insert|update|delete) .* (from|into|set) |postgres(ql)?:\/\/|syntax error at/i;

/** The error of an answer, after everything has been checked that holds for every error. */
export function refusalOf(answer: TestAnswer): Refusal {
  const { error } = answer.body as { error: Refusal };
  expect({ status: answer.status, text: answer.text, error }).toMatchObject({
    text: expect.stringContaining('request_id'),
    error: { code: expect.any(String), message: expect.stringMatching(/^\S.{10,}/), details: expect.any(Object), request_id: expect.any(String) },
  });
  expect(Object.keys(error).sort()).toEqual(['code', 'details', 'message', 'request_id']);
  expect(error.request_id).toBe(answer.headers.get('x-request-id'));
  expect([error.code, answer.status]).toEqual([error.code, errorStatus[error.code]]);
  expect(answer.text).not.toMatch(internals);
  return error;
}
