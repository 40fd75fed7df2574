/** Where sign-in leads: only to an address of this site, so that a link cannot send a person elsewhere after the password. */
export function returnAddress(wanted: string | undefined): string {
  if (wanted === undefined || !/^\/(?![/\\])/.test(wanted)) return '/';
  return wanted.startsWith('/sign-in') ? '/' : wanted;
}
