import type { Identity } from '../access/core/auth.ts';
import type { Statement } from '../database/database.ts';

const user = `join "user" u on u.id = $2 and u.disabled_at is null`;
const endsIn = (end: string) => `(extract(epoch from ${end} - now()) * 1000)::float8 as ends_in_ms`;
const noEnd = 'null::float8 as ends_in_ms';
const texts = {
  session: `select ${endsIn('s.expires_at')} from session s ${user} where s.id = $1 and s.user_id = u.id and s.expires_at > now()`,
  token: `select ${endsIn('t.expires_at')} from token t ${user} where t.id = $1 and t.user_id = u.id and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())`,
  // Nobody connects as one of these.
  schedule: `select ${noEnd} where $1::uuid is null and $2::uuid is null`,
  approval: `select ${noEnd} where $1::uuid is null and $2::uuid is null`,
  app: `select ${noEnd} where $1::uuid is null and $2::uuid is null`,
  slack: `select ${noEnd} where $1::text is null and $2::uuid is null`,
  job: `select ${noEnd} from job j ${user} where j.id = $1 and j.run_as_user_id = u.id and j.status = 'running'`,
} as const;

/** Gives one row while what an identity came with is still valid, with the time that is left: for connections that outlive their first request. */
export function stillValid({ via, userId }: Identity): Statement {
  const id = idOf(via);
  return { name: `still_valid_${via.kind}`, text: texts[via.kind], values: [id, userId] };
}

function idOf(via: Identity['via']): string {
  switch (via.kind) {
    case 'session':
      return via.sessionId;
    case 'token':
      return via.tokenId;
    case 'job':
      return via.jobId;
    case 'schedule':
      return via.scheduleId;
    case 'approval':
      return via.approvalId;
    case 'app':
      return via.appId;
    case 'slack':
      return via.slackUserId;
  }
}
