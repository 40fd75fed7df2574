import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { levels, roles } from './actions.ts';
import { anyTarget } from '../../../test/support/access-arbitrary.ts';
import { explain, type HeldGrant } from './explain.ts';

const anyGrant: fc.Arbitrary<HeldGrant> = fc
  .tuple(anyTarget, fc.constantFrom('u/ada', 'u/bob', 'g/team', 'g/other'), fc.constantFrom(...levels))
  .map(([target, subject, level]) => ({ object_kind: target.kind, object_path: target.path, subject, level }));
const anyHolder = fc.record({ username: fc.constantFrom('ada', 'bob'), role: fc.constantFrom(...roles), groups: fc.subarray(['team', 'other']) });

describe('the explanation of access', () => {
  test('gives a reason exactly when there is a level', () => {
    fc.assert(
      fc.property(anyHolder, fc.array(anyGrant, { maxLength: 6 }), anyTarget, (holder, grants, target) => {
        const { level, because } = explain(holder, grants, target);
        expect(because.length > 0).toBe(level !== null);
      }),
    );
  });

  test('begins with the way that gives the level, unless operators are held back to reading', () => {
    fc.assert(
      fc.property(anyHolder, fc.array(anyGrant, { maxLength: 6 }), anyTarget, (holder, grants, target) => {
        const { level, because } = explain(holder, grants, target);
        if (holder.role !== 'developer' || level === null || because[0] === 'Own space') return;
        expect(because[0]).toContain(`Granted ${level} `);
      }),
    );
  });

  test('is not changed by grants to other people or on other things', () => {
    fc.assert(
      fc.property(anyHolder, fc.array(anyGrant, { maxLength: 6 }), anyTarget, (holder, grants, target) => {
        const foreign: HeldGrant[] = [
          { object_kind: 'folder', object_path: 'elsewhere', subject: 'u/ada', level: 'owner' },
          { object_kind: target.kind, object_path: target.path, subject: 'u/eve', level: 'owner' },
        ];
        expect(explain(holder, [...grants, ...foreign], target)).toEqual(explain(holder, grants, target));
      }),
    );
  });
});
