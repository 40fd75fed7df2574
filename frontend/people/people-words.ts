import type { Member } from '../../backend/workspaces/workspaces.contract.ts';

/** Whether a member answers the filters of the page: text in name, username or address, and the role. */
export function matchesMember({ username, name, email, role }: Pick<Member, 'username' | 'name' | 'email' | 'role'>, filter: Readonly<Record<string, string | undefined>>): boolean {
  const text = filter['search']?.toLowerCase() ?? '';
  return (text === '' || `${username} ${name} ${email}`.toLowerCase().includes(text)) && (!filter['role'] || filter['role'] === role);
}

/** A list of names without one, or with one more, in order. */
export const withName = (names: readonly string[], name: string): string[] => [...new Set([...names, name])].sort();
/** See {@link withName}. */
export const withoutName = (names: readonly string[], name: string): string[] => names.filter((other) => other !== name);
