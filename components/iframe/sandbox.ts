/** What an embedded page may do. Its own origin is given back to it only where that is not the origin of this server. */
export function sandboxOf(address: string, ownOrigin: string, { canRunScripts, keepsSignIn }: { canRunScripts: boolean; keepsSignIn: boolean }): string {
  const isForeign = new URL(address).origin !== ownOrigin;
  return [
    'allow-forms',
    'allow-popups',
    'allow-popups-to-escape-sandbox',
    ...(canRunScripts ? ['allow-scripts'] : []),
    ...(keepsSignIn && isForeign ? ['allow-same-origin'] : []),
  ].join(' ');
}
