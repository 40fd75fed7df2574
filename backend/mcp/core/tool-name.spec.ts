import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { longestToolName, pickTool, plainName, searchOf, stemLength, toolName, type NamedTool } from './tool-name.ts';

const segment = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,30}$/);
const path = fc
  .tuple(fc.constantFrom('u', 'f'), segment, segment, fc.array(segment, { maxLength: 3 }))
  .map(([space, owner, name, more]) => [space, owner, name, ...more].join('/'));
const tool: fc.Arbitrary<NamedTool> = fc.record({
  kind: fc.constantFrom('script', 'flow'),
  path: fc.oneof(path, fc.constantFrom('f/a/b_c', 'f/a_b/c', 'f/a/b.c', 'f/a/b/c')),
});
const tools = fc.uniqueArray(tool, { maxLength: 12, selector: ({ kind, path: at }) => `${kind}:${at}` });

const sharing = (all: readonly NamedTool[], { path: at }: NamedTool): number => all.filter((each) => plainName(each.path) === plainName(at)).length;

/** As the database gives candidates for a name. */
function candidatesFor(all: readonly NamedTool[], name: string): NamedTool[] {
  const { plain, stem } = searchOf(name);
  return all.filter(({ path: at }) => plainName(at) === plain || (stem !== null && plainName(at).slice(0, stemLength) === stem));
}

describe('the names of tools', () => {
  test.each([
    ['f/support/refund_order', 'f_support_refund_order'],
    ['u/ada.b/my-tool', 'u_ada_b_my-tool'],
  ])('%s is %s', (at, name) => expect(toolName({ kind: 'script', path: at }, 1)).toBe(name));

  test('fit every model, are different, and lead back to their tool', () => {
    fc.assert(
      fc.property(tools, (all) => {
        const names = all.map((each) => toolName(each, sharing(all, each)));
        for (const name of names) expect(name).toMatch(new RegExp(`^[A-Za-z0-9_-]{1,${longestToolName}}$`));
        expect(new Set(names).size).toBe(all.length);
        all.forEach((each, index) => expect(pickTool(names[index] ?? '', candidatesFor(all, names[index] ?? ''))).toEqual(each));
      }),
    );
  });

  test('never come to mean another tool when tools come and go', () => {
    fc.assert(
      fc.property(tools, tools, (before, after) => {
        for (const each of before) {
          const name = toolName(each, sharing(before, each));
          const found = pickTool(name, candidatesFor(after, name));
          // A plain name may be taken over by a tool of the same plain name only when its own tool is gone.
          if (found && after.some(({ kind, path: at }) => kind === each.kind && at === each.path)) expect(found).toEqual(each);
        }
      }),
    );
  });
});
