import { describe, expect, test } from '@jest/globals';
import { RunApproval } from '../../backend/approvals/approvals.contract.ts';
import { hasToAsk, withFirstStage, withNeededBy, withSpec, wordsOfRunApproval } from './run-approval-edit.ts';

describe('the approval that a run needs', () => {
  const asked = withNeededBy(undefined, 'readers') as RunApproval;

  test('begins as what the server takes it for, but nobody approves what they asked for', () => {
    const plain = RunApproval.parse({});
    expect(asked).toEqual({ ...plain, approval: { ...plain.approval, is_self_approval_forbidden: true } });
  });

  test('keeps what was said about it when others have to ask, and goes when nobody has to', () => {
    const named = withFirstStage(asked, { candidates: ['g/finance'] });
    expect(withNeededBy(named, 'everyone')).toEqual({ ...named, needed_by: 'everyone' });
    expect(withNeededBy(named, 'nobody')).toBeUndefined();
  });

  test('changes its first stage and leaves the others', () => {
    const second = { name: 'Owner', candidates: ['owners'], quorum: 'all' as const, is_distinct: true };
    const two = withSpec(asked, { stages: [...asked.approval.stages, second] });
    expect(withFirstStage(two, { quorum: 2 }).approval.stages).toEqual([{ name: '', candidates: [], quorum: 2, is_distinct: false }, second]);
  });

  test('is asked of those who only read, or of everyone', () => {
    expect([hasToAsk(undefined, 'read'), hasToAsk(asked, 'read'), hasToAsk(asked, 'write')]).toEqual([false, true, false]);
    expect(hasToAsk({ ...asked, needed_by: 'everyone' }, 'owner')).toBe(true);
  });

  test('is told in words', () => {
    expect(wordsOfRunApproval(asked)).toBe('Those who may not change it have to ask; the owners of the folder or an admin decide');
    expect(wordsOfRunApproval(withFirstStage({ ...asked, needed_by: 'everyone' }, { candidates: ['g/finance', 'u/ada'] }))).toBe(
      'Everyone has to ask; g/finance, u/ada decide',
    );
  });
});
