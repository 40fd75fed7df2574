import type { Role } from '../../access/core/actions.ts';
import type { Candidate } from '../approvals.contract.ts';

/**
 * A right to decide, as it is stored and compared: `u/<user>`, `g/<group>`, `o/f/<folder>` and `o/u/<user>` for the owners of a space,
 * `admins` for those who own every space.
 */
export type Token = string;

/** A person: `u/<username>`, or `email:<address>` for one outside. */
export type Person = string;

/** Who holds which tokens, as of now. */
export type Holders = ReadonlyMap<Person, readonly Token[]>;

/** `f/<folder>` or `u/<user>`: the space in which a path lies. */
export const spaceOf = (path: string): string => path.split('/').slice(0, 2).join('/');

/** The tokens of candidates of a request about something at `path`. Nobody named means the owners; admins own every space. */
export function tokensOf(candidates: readonly Candidate[], path: string): Token[] {
  const named = candidates.length === 0 ? ['owners'] : candidates;
  return [...new Set(named.flatMap((candidate) => (candidate === 'owners' ? [`o/${spaceOf(path)}`, 'admins'] : [candidate])))];
}

/** What a member is and holds, as far as deciding is concerned. */
export type Member = { username: string; role: Role; groups: readonly string[]; folders: ReadonlyMap<string, string> };

/** Every token that a member holds, apart from groups. */
export function ownTokensOf({ username, role, folders }: Member): Token[] {
  const me = `u/${username}`;
  if (role === 'operator') return [me];
  const owned = [...folders].filter(([, level]) => level === 'owner').map(([folder]) => `o/f/${folder}`);
  return [me, `o/${me}`, ...owned, ...(role === 'admin' ? ['admins'] : [])];
}

/** The tokens that a member holds through groups. */
export const groupTokensOf = ({ groups }: Member): Token[] => groups.map((group) => `g/${group}`);

/** Candidates in words: "g/finance or the owners of f/shop". */
export function candidatesInWords(candidates: readonly Candidate[], path: string, joint: 'or' | 'and' = 'or'): string {
  const named = candidates.length === 0 ? ['owners'] : [...new Set(candidates)];
  const words = named.map((candidate) => (candidate === 'owners' ? `the owners of ${spaceOf(path)}` : candidate));
  const shown = words.length > 4 ? [...words.slice(0, 3), `${words.length - 3} more`] : words;
  return shown.length === 1 ? (shown[0] as string) : `${shown.slice(0, -1).join(', ')} ${joint} ${shown.at(-1) as string}`;
}
