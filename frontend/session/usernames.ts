/** A proposal for the username: the address up to the @, in the letters that a name may have. */
export const proposeUsername = (email: string): string => (email.split('@')[0] ?? '').toLowerCase().replaceAll(/[^a-z0-9_.-]/g, '_').replace(/^[.-]+/, '');
