import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { ObjectKind } from '../access/access.contract.ts';
import type { Auth } from '../access/core/auth.ts';
import { GrantEntity } from '../access/grant.entity.ts';
import { Grants } from '../access/grants.service.ts';
import { Database } from '../database/database.ts';
import { toAppError } from '../common/error.filter.ts';
import { MembershipEntity } from '../workspaces/membership.entity.ts';
import { agentFile } from './core/agent-files.ts';
import { appFolder } from './core/app-files.ts';
import { flowFolder } from './core/flow-files.ts';
import type { FileGrants, WorkspaceItems } from './core/items.ts';
import type { ImportReport } from './import-report.ts';

/** An object with the levels that its file gives. */
type Granted = { kind: ObjectKind; path: string; file: string; grants: FileGrants };

/** Makes the grants of imported objects those of their files, where a file says something about them. */
@Injectable()
export class FileGrantsService {
  constructor(
    private readonly database: Database,
    private readonly grants: Grants,
  ) {}

  async apply(auth: Auth, items: WorkspaceItems, report: ImportReport): Promise<void> {
    const objects: Granted[] = [
      ...items.folders.map(({ name, grants }) => ({ kind: 'folder', path: name, file: `f/${name}/folder.meta.yaml`, grants }) as const),
      ...items.variables.map(({ path, grants }) => ({ kind: 'variable', path, file: `${path}.variable.yaml`, grants }) as const),
      ...items.resources.map(({ path, grants }) => ({ kind: 'resource', path, file: `${path}.resource.yaml`, grants }) as const),
      ...items.scripts.map(({ path, grants }) => ({ kind: 'script', path, file: `${path}.script.yaml`, grants }) as const),
      ...items.flows.map(({ path, grants }) => ({ kind: 'flow', path, file: `${flowFolder(path)}flow.yaml`, grants }) as const),
      ...items.agents.map(({ path, grants }) => ({ kind: 'agent', path, file: agentFile(path), grants }) as const),
      ...items.apps.map(({ path, grants }) => ({ kind: 'app', path, file: `${appFolder(path)}app.yaml`, grants }) as const),
      ...items.schedules.map(({ path, grants }) => ({ kind: 'schedule', path, file: `${path}.schedule.yaml`, grants }) as const),
    ];
    for (const object of objects) if (object.grants !== null && report.has(object.kind, object.path)) await this.applyTo(auth, object, object.grants, report);
  }

  /** The names among `usernames` that belong to members, also of those who are disabled or awaited. */
  async knownMembers(auth: Auth, usernames: readonly string[]): Promise<Set<string>> {
    const members =
      usernames.length === 0 ? [] : await this.database.manager.findBy(MembershipEntity, { workspaceId: auth.workspaceId, username: In([...usernames]) });
    return new Set(members.map(({ username }) => username));
  }

  private async applyTo(auth: Auth, { kind, path, file }: Granted, wanted: NonNullable<FileGrants>, report: ImportReport): Promise<void> {
    const now = await this.database.manager.findBy(GrantEntity, { workspaceId: auth.workspaceId, objectKind: kind, objectPath: path });
    const removed = now.filter(({ subject }) => wanted[subject] === undefined).map(({ subject }) => [subject, null] as const);
    for (const [subject, level] of [...Object.entries(wanted), ...removed]) {
      try {
        await this.grants.set(auth, { object_kind: kind, object_path: path, subject, level });
      } catch (error) {
        report.note(file, toAppError(error).message);
      }
    }
  }
}
