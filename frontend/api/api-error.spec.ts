import { describe, expect, test } from '@jest/globals';
import { fieldOfPointer } from '../ui/useApiForm.ts';
import { ApiError, isApiError, problemsOf } from './api-error.ts';
import { addressOf } from './client.ts';
import { retryDelayMs, shouldRetry } from './query-client.ts';

const error = (status: number, details: Record<string, unknown> = {}, retryAfterSeconds: number | null = null) => new ApiError('x/y', 'What happened.', details, status, null, retryAfterSeconds);

describe('errors of the API', () => {
  test('carry the problems of fields, whichever way the server names them', () => {
    expect(problemsOf(error(422, { problems: [{ pointer: '/email', message: 'Not an address' }] }))).toEqual([{ pointer: '/email', message: 'Not an address' }]);
    expect(problemsOf(error(422, { pointer: '/name' }))).toEqual([{ pointer: '/name', message: 'What happened.' }]);
    expect(problemsOf(error(422))).toEqual([]);
    expect(problemsOf(new TypeError('x'))).toEqual([]);
  });

  test('lead by their pointer to a field', () => {
    expect(fieldOfPointer('/members/0')).toBe('members');
    expect(fieldOfPointer('/a~1b')).toBe('a/b');
    expect(fieldOfPointer('')).toBe('');
  });

  test('are told apart by code', () => {
    expect(isApiError(error(404), 'x/y')).toBe(true);
    expect(isApiError(error(404), 'other')).toBe(false);
  });

  test('are asked again only where that can help, and when the server said to', () => {
    expect([0, 502, 503].map((status) => shouldRetry(0, error(status)))).toEqual([true, true, true]);
    expect([401, 404, 422, 500].map((status) => shouldRetry(0, error(status)))).toEqual([false, false, false, false]);
    expect(retryDelayMs(0, error(503, {}, 2))).toBe(2000);
  });

  test('addresses leave out what is empty and escape the rest', () => {
    expect(addressOf('/w/acme/jobs', { status: 'failed', path: undefined, text: '', limit: 50, user: 'u/ada' })).toBe('/api/w/acme/jobs?status=failed&limit=50&user=u%2Fada');
  });
});
