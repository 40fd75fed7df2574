import { describe, expect, test } from '@jest/globals';
import type { MillraceRequest } from '../common/request.ts';
import { loggedError } from './logged-error.ts';
import { loggedRequest } from './logged-request.ts';

const secret = 'A'.repeat(43);

describe('what the log says', () => {
  test('of a request is its id and address, without the query and without secrets in the path', () => {
    const request = { requestId: 'abc', method: 'GET', originalUrl: `/api/auth/invitations/mri_${secret}?token=mr_${secret}` } as MillraceRequest;
    expect(loggedRequest(request)).toEqual({ request_id: 'abc', method: 'GET', url: '/api/auth/invitations/mri_…' });
  });

  test('of an error is its text and its causes, and none of the data that libraries hang on it', () => {
    const cause = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (token)=(hunter2) exists', parameters: ['hunter2'] });
    const logged = loggedError(Object.assign(new Error('could not save', { cause }), { body: 'hunter2' }));
    expect(logged).toMatchObject({ type: 'Error', message: 'could not save', cause: { code: '23505', message: 'duplicate key' } });
    expect(JSON.stringify(logged)).not.toContain('hunter2');
  });

  test('is something for whatever was thrown, also for an error that is its own cause', () => {
    const error: Error & { cause?: unknown } = new Error('round');
    error.cause = error;
    expect(loggedError(error).cause?.cause?.message).toBe('round');
    expect(loggedError('just text')).toEqual({ type: 'string', message: 'just text' });
    expect(loggedError(null)).toEqual({ type: 'object', message: 'null' });
  });
});
