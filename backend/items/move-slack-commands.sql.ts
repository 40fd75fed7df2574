import type { Statement } from '../database/database.ts';
import type { VersionedKind } from './versioned-items.ts';

/** Makes what is bound in Slack to a runnable that moves run it at its new path; gives the paths and new versions. */
export function moveSlackCommands(workspaceId: string, kind: VersionedKind, from: string, to: string): Statement {
  return {
    text: `
with moved as (
  update slack_command set runnable_path = $4, version = version + 1, updated_at = now()
  where workspace_id = $1 and runnable_kind = $2 and runnable_path = $3
  returning path, version
)
select path, version from moved order by path`,
    values: [workspaceId, kind, from, to],
  };
}
