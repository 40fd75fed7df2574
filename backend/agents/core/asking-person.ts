/** What instructions and conditions know of who asks. */
export type AskingPerson = { username: string; name: string; email: string; role: string; groups: string[] };

/**
 * Who asks, for the instructions and rules of an agent: the person as whom it runs, except where somebody without an account asked, who runs it as the
 * author of an app. Of them nothing is known, and nothing of the author is told to them.
 */
export function askingPerson(
  createdBy: string,
  runsAs: { username: string; name: string; email: string; role: string; groups: readonly string[] },
): AskingPerson {
  const isGuest = createdBy === 'anonymous' || createdBy.startsWith('embed/');
  if (isGuest) return { username: '', name: '', email: '', role: 'guest', groups: [] };
  const { username, name, email, role, groups } = runsAs;
  return { username, name, email, role, groups: [...groups] };
}
