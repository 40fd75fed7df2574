import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { Database, runIn, type Transaction } from '../database/database.ts';
import { groupTokensOf, ownTokensOf, type Person, type Token } from './core/candidates.ts';
import { readPrincipals, type PrincipalRow } from './holders.sql.ts';

/** Somebody in whose right the caller may decide: the caller, or one who is away. */
export type Principal = { person: Person; own: readonly Token[]; groups: readonly Token[] };

/** The caller, and those for whom the caller decides while they are away. */
export type Principals = { me: Principal; others: readonly Principal[] };

/** Everything that a principal could be asked through. */
export const tokensOfPrincipal = ({ own, groups }: Principal): Token[] => [...own, ...groups];

/** Finds in whose right somebody may decide. */
@Injectable()
export class PrincipalFinder {
  constructor(private readonly database: Database) {}

  async of(auth: Auth, transaction: Transaction = this.database.manager): Promise<Principals> {
    const rows = await runIn<PrincipalRow>(transaction, readPrincipals(auth.workspaceId, subjectOf(auth)));
    return { me: toPrincipal(auth), others: rows.map(fromRow) };
  }
}

/** The caller alone, from what the guard read. */
export const toPrincipal = (auth: Auth): Principal => ({ person: subjectOf(auth), own: ownTokensOf(auth), groups: groupTokensOf(auth) });

function fromRow({ principal, role, groups, owned_folders: folders }: PrincipalRow): Principal {
  const member = { username: principal.slice(2), role, groups, folders: new Map(folders.map((folder) => [folder, 'owner'])) };
  return { person: principal, own: ownTokensOf(member), groups: groupTokensOf(member) };
}
