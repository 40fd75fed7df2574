import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../backend/common/json.ts';
import { ApiError } from '../../api/api-error.ts';
import { draftStateOf } from '../../runnables/editor/draft-state.ts';
import { suggestSummary } from '../../runnables/editor/suggest-summary.ts';
import { diagnosticsOfDeploy, isSameSource, type ScriptSource, settingsText, sourceOfDraft } from './script-source.ts';

const deployed: ScriptSource = {
  language: 'bun',
  content: 'export function main() {}',
  summary: 'Refund',
  description: '',
  settings: { timeout_s: 60, priority: 1 },
};

const draftState = (draft: { value: JsonObject; based_on: number | null } | null, version: number) =>
  draftStateOf(draft, { document: deployed, version }, sourceOfDraft, isSameSource);

describe('what an author edits', () => {
  test('the order of settings and what is not set make no difference', () => {
    expect(isSameSource(deployed, { ...deployed, settings: { priority: 1, timeout_s: 60, tag: undefined } })).toBe(true);
    expect(isSameSource(deployed, { ...deployed, settings: { priority: 2, timeout_s: 60 } })).toBe(false);
    expect(settingsText(deployed)).toBe(settingsText({ ...deployed, settings: { priority: 1, timeout_s: 60 } }));
  });

  test('a draft lies over what is deployed; what is not usable in it is passed over', () => {
    expect(sourceOfDraft({ content: 'x', language: 'cobol', summary: 7, settings: [] }, deployed)).toEqual({ ...deployed, content: 'x' });
  });

  test('a draft on the current version fits, one on an older version is outdated, one without a difference is none', () => {
    const value = { content: 'changed' };
    expect(draftState({ value, based_on: 4 }, 4).kind).toBe('fits');
    expect(draftState({ value, based_on: 3 }, 4)).toMatchObject({ kind: 'outdated', basedOn: 3 });
    expect(draftState({ value: { content: deployed.content }, based_on: 3 }, 4).kind).toBe('none');
    expect(draftState(null, 4).kind).toBe('none');
  });

  test('a draft of a script that did not exist is outdated once somebody deployed one there', () => {
    expect(draftState({ value: { content: 'mine' }, based_on: null }, 1).kind).toBe('outdated');
  });
});

describe('a refused deploy', () => {
  test('leads to the import and says what the registry answered', () => {
    const error = new ApiError(
      'script/dependency_failed',
      'Could not resolve "reqests".',
      { line: 2, answer: 'Not found. Did you mean "requests"?' },
      422,
      null,
    );
    expect(diagnosticsOfDeploy(error)).toEqual([{ line: 2, column: undefined, message: 'Could not resolve "reqests".\nNot found. Did you mean "requests"?' }]);
  });

  test('leads to every syntax error', () => {
    const problems = [{ message: 'Expected )', line: 3, column: 5 }, { message: 'broken' }];
    expect(diagnosticsOfDeploy(new ApiError('script/syntax_error', 'It cannot be parsed.', { problems, line: 3 }, 422, null))).toEqual([
      { message: 'Expected )', line: 3, column: 5 },
    ]);
  });

  test('that is about no line marks none', () => {
    expect(diagnosticsOfDeploy(new ApiError('access/forbidden', 'No.', {}, 403, null))).toEqual([]);
    expect(diagnosticsOfDeploy(new Error('x'))).toEqual([]);
  });
});

test('the path of a new script suggests what it is called', () => {
  expect(suggestSummary('f/support/refund_order')).toBe('Refund order');
});
