import { z } from 'zod';
import { Json, JsonObject, Timestamp } from '../common/json.ts';
import { PageQuery } from '../common/page.ts';

const Text = z.string().max(20_000);
const seconds = z.number().int().min(1).max(31_536_000);

/** Who may decide: `u/<username>`, `g/<group>`, or `owners` for the owners of the folder of what is asked about. */
export const Candidate = z
  .string()
  .max(120)
  .regex(/^(?:[ug]\/[A-Za-z0-9._-]+|owners)$/, 'u/<username>, g/<group> or owners')
  .meta({ id: 'Candidate' });
export type Candidate = z.infer<typeof Candidate>;

/** A member: `u/<username>`. */
const Person = z
  .string()
  .max(120)
  .regex(/^u\/[A-Za-z0-9._-]+$/, 'u/<username>');

/** How many of those asked have to approve: one of them, all of them, or so many. */
export const Quorum = z.union([z.enum(['any', 'all']), z.number().int().min(1).max(100)]).meta({ id: 'Quorum' });
export type Quorum = z.infer<typeof Quorum>;

/** One round of an approval. Rounds follow each other. */
export const ApprovalStage = z
  .object({
    name: z.string().max(100).default(''),
    candidates: z.array(Candidate).max(50).default([]).describe('Empty: the admins of the workspace and the owners of the folder'),
    quorum: Quorum.default('any'),
    is_distinct: z.boolean().default(false).describe('Nobody who approved in a stage before'),
  })
  .strict()
  .meta({ id: 'ApprovalStage' });
export type ApprovalStage = z.infer<typeof ApprovalStage>;

/** What an author says about an approval. Texts are Handlebars over the arguments and results in scope. */
export const ApprovalSpec = z
  .object({
    title: z.string().max(300).default(''),
    summary: Text.default('').describe('Markdown'),
    stages: z
      .array(ApprovalStage)
      .min(1)
      .max(10)
      .default([{ name: '', candidates: [], quorum: 'any', is_distinct: false }]),
    veto: z.enum(['first', 'majority']).default('first').describe('The first rejection ends it, or only one that makes the quorum impossible'),
    is_self_approval_forbidden: z.boolean().default(false).describe('Neither who asked, nor anyone in whose name a job of the chain runs'),
    is_author_approval_forbidden: z.boolean().default(false).describe('Nor who deployed the version that asks, or that shall run'),
    form: z
      .object({ approve: JsonObject.nullable().default(null), reject: JsonObject.nullable().default(null) })
      .strict()
      .default({ approve: null, reject: null })
      .describe('JSON Schema of what is asked along with each outcome'),
    is_comment_required_on_reject: z.boolean().default(false),
    is_reject_hidden: z.boolean().default(false),
    risk: z.enum(['low', 'normal', 'high']).default('normal'),
    due_s: seconds.nullable().default(null),
    remind_every_s: seconds.nullable().default(null).describe('Reminds those who have not decided, after the due time, or from the start where there is none'),
    escalate_after_s: seconds.nullable().default(null),
    escalate_to: z.array(Candidate).max(20).default([]).describe('May decide too after `escalate_after_s`'),
    expires_s: seconds.nullable().default(null),
    on_expiry: z.enum(['reject', 'approve', 'expire']).default('expire'),
    is_external_allowed: z.boolean().default(false).describe('Single-use signed links may be sent to people outside'),
    preview: Json.nullable().default(null).describe('What the step shows before it is decided: `{before, after}`, rows, or text'),
    labels: z.record(z.string().max(60), z.string().max(200)).default({}),
    handler: z
      .object({ path: z.string().max(255) })
      .strict()
      .optional()
      .describe('A script that runs for everything that becomes of a request of a run, as whom the run runs'),
  })
  .strict()
  .meta({ id: 'ApprovalSpec' });
export type ApprovalSpec = z.infer<typeof ApprovalSpec>;

export const ApprovalStatus = z.enum(['open', 'approved', 'rejected', 'expired', 'withdrawn', 'void']).meta({ id: 'ApprovalStatus' });
export type ApprovalStatus = z.infer<typeof ApprovalStatus>;

/** What is asked about. `flow` and `workflow` wait in a run, `run` asks to run something, `agent` asks before a tool call. */
export const ApprovalSubject = z
  .object({
    kind: z.enum(['flow', 'workflow', 'run', 'agent']),
    path: z.string().describe('Of the runnable that asks, or that shall run'),
    version: z.number().int().nullable(),
    job_id: z.uuid().nullable(),
    step: z.string().nullable(),
  })
  .meta({ id: 'ApprovalSubject' });
export type ApprovalSubject = z.infer<typeof ApprovalSubject>;

/** What the asking person may do with a request, and why not. */
export const ApprovalViewer = z
  .object({
    can_act: z.boolean(),
    reason: z.string().describe('One sentence: why one may or may not decide'),
    my_vote: z.enum(['approve', 'reject']).nullable(),
    can_claim: z.boolean(),
    can_release: z.boolean(),
    can_reassign: z.boolean(),
    can_withdraw: z.boolean(),
    can_link: z.boolean().describe('May send a single-use link to a person outside'),
    on_behalf_of: z.array(z.string()).describe('Whose right the caller would use; empty for the own one'),
  })
  .meta({ id: 'ApprovalViewer' });
export type ApprovalViewer = z.infer<typeof ApprovalViewer>;

export const ApprovalRow = z
  .object({
    id: z.uuid(),
    title: z.string(),
    subject: ApprovalSubject,
    runnable_kind: z.enum(['script', 'flow', 'agent']).describe('What stands at the path of the subject'),
    status: ApprovalStatus,
    risk: z.enum(['low', 'normal', 'high']),
    requested_by: z.string(),
    waiting_for: z.string().describe('Such as "1 of 2 from g/finance"'),
    stage: z.number().int().describe('Counts from 0'),
    stage_count: z.number().int(),
    claimed_by: z.string().nullable(),
    has_form: z.boolean(),
    hash: z.string().describe('Of target, version, arguments, preview and stage: what a decision is about'),
    created_at: Timestamp,
    due_at: Timestamp.nullable(),
    expires_at: Timestamp.nullable(),
    ended_at: Timestamp.nullable(),
    viewer: ApprovalViewer,
  })
  .meta({ id: 'ApprovalRow' });
export type ApprovalRow = z.infer<typeof ApprovalRow>;

/** An entry of the record of a request; entries are only ever added. */
export const ApprovalEvent = z
  .object({
    id: z.uuid(),
    at: Timestamp,
    kind: z.enum([
      'requested',
      'approved',
      'rejected',
      'commented',
      'claimed',
      'released',
      'reassigned',
      'delegated',
      'reminded',
      'escalated',
      'stage_passed',
      'expired',
      'withdrawn',
      'voided',
      'ended',
      'link_created',
      'notified',
      'notification_failed',
    ]),
    actor: z.string(),
    on_behalf_of: z.string().nullable(),
    channel: z.string().describe('inbox, api, link, slack, system'),
    stage: z.number().int().nullable(),
    comment: z.string(),
    values: JsonObject.nullable(),
    details: JsonObject,
  })
  .meta({ id: 'ApprovalEvent' });
export type ApprovalEvent = z.infer<typeof ApprovalEvent>;

/** A whole request. */
export const Approval = ApprovalRow.extend({
  summary: z.string().describe('Markdown, rendered without HTML of its own'),
  args: JsonObject.describe('Arguments of what runs; secrets are masked'),
  args_schema: JsonObject.nullable(),
  preview: Json.nullable(),
  labels: z.record(z.string(), z.string()),
  stages: z.array(
    ApprovalStage.extend({
      status: z.enum(['pending', 'open', 'passed', 'rejected']),
      votes: z.array(
        z.object({
          by: z.string(),
          on_behalf_of: z.string().nullable(),
          vote: z.enum(['approve', 'reject']),
          at: Timestamp,
          comment: z.string(),
          values: JsonObject.nullable(),
        }),
      ),
      needed: z.number().int().describe('Approvals that are needed'),
    }),
  ),
  form: z.object({ approve: JsonObject.nullable(), reject: JsonObject.nullable() }),
  is_comment_required_on_reject: z.boolean(),
  is_reject_hidden: z.boolean(),
  is_self_approval_forbidden: z.boolean(),
  is_external_allowed: z.boolean(),
  run_job_id: z.uuid().nullable().describe('The job that an approved request to run became'),
  events: z.array(ApprovalEvent).describe('The last 500'),
}).meta({ id: 'Approval' });
export type Approval = z.infer<typeof Approval>;

/** `mine` waits for me by name or as one who claimed it; `groups` for a group of mine; `requested` I asked; `done` has ended and I may see it. */
export const ApprovalQuery = PageQuery.extend({
  box: z.enum(['mine', 'groups', 'requested', 'done', 'all']).default('mine'),
  search: z.string().max(200).optional(),
  path: z.string().max(255).optional(),
  job: z.uuid().optional(),
  below: z.uuid().optional().describe('A run: its own requests, and those of everything that it runs and that has not ended'),
  status: ApprovalStatus.optional(),
});
export type ApprovalQuery = z.infer<typeof ApprovalQuery>;

/** Open requests by box, for badges. */
export const ApprovalCounts = z
  .object({ mine: z.number().int(), groups: z.number().int(), requested: z.number().int(), overdue: z.number().int() })
  .meta({ id: 'ApprovalCounts' });
export type ApprovalCounts = z.infer<typeof ApprovalCounts>;

export const DecideApproval = z
  .object({
    vote: z.enum(['approve', 'reject']),
    comment: Text.default(''),
    values: JsonObject.default({}).describe('Checked against the form of the outcome'),
    expected_hash: z.string().max(100).optional().describe('Of the request as it was seen; refused with 409 where it differs'),
    idempotency_key: z.string().min(1).max(200).optional().describe('The same key gives the same answer; also as header `Idempotency-Key`'),
    on_behalf_of: Person.optional().describe(
      'A person who delegated to the caller; without it the own right is used, and that of a delegation only where there is none',
    ),
  })
  .strict()
  .meta({ id: 'DecideApproval' });
export type DecideApproval = z.infer<typeof DecideApproval>;

export const DecideApprovals = z
  .object({
    items: z
      .array(z.object({ id: z.uuid(), expected_hash: z.string().max(100) }))
      .min(1)
      .max(100),
    vote: z.enum(['approve', 'reject']),
    comment: Text.default(''),
  })
  .strict()
  .meta({ id: 'DecideApprovals' });
export type DecideApprovals = z.infer<typeof DecideApprovals>;
export const DecideApprovalsResult = z
  .object({ done: z.array(z.uuid()), refused: z.array(z.object({ id: z.uuid(), code: z.string(), message: z.string() })) })
  .meta({ id: 'DecideApprovalsResult' });
export type DecideApprovalsResult = z.infer<typeof DecideApprovalsResult>;

export const CommentApproval = z
  .object({ comment: Text.min(1) })
  .strict()
  .meta({ id: 'CommentApproval' });
export type CommentApproval = z.infer<typeof CommentApproval>;

/** Gives the current stage to others, by the admins, the requester's folder owners, or a candidate for themselves. */
export const ReassignApproval = z
  .object({ to: z.array(Candidate).min(1).max(20), comment: Text.default('') })
  .strict()
  .meta({ id: 'ReassignApproval' });
export type ReassignApproval = z.infer<typeof ReassignApproval>;

export const WithdrawApproval = z
  .object({ comment: Text.default('') })
  .strict()
  .meta({ id: 'WithdrawApproval' });
export type WithdrawApproval = z.infer<typeof WithdrawApproval>;

/** A person decides for another one while the range lasts. `to` is `u/<username>`. */
export const PutDelegation = z.object({ to: Person, from: Timestamp, until: Timestamp }).strict().meta({ id: 'PutDelegation' });
export type PutDelegation = z.infer<typeof PutDelegation>;
export const Delegation = z.object({ id: z.uuid(), of: z.string(), to: z.string(), from: Timestamp, until: Timestamp }).meta({ id: 'Delegation' });
export type Delegation = z.infer<typeof Delegation>;

/** A single-use link for a person outside; `url` is shown once. */
export const CreateApprovalLink = z
  .object({ email: z.email().max(254), expires_s: seconds.default(604_800) })
  .strict()
  .meta({ id: 'CreateApprovalLink' });
export type CreateApprovalLink = z.infer<typeof CreateApprovalLink>;
export const ApprovalLink = z.object({ url: z.string(), email: z.string(), expires_at: Timestamp }).meta({ id: 'ApprovalLink' });
export type ApprovalLink = z.infer<typeof ApprovalLink>;

/** What a link shows to a person outside: no more than is needed to decide. */
export const LinkedApproval = z
  .object({
    title: z.string(),
    summary: z.string(),
    status: ApprovalStatus,
    requested_by: z.string(),
    args: JsonObject,
    preview: Json.nullable(),
    form: z.object({ approve: JsonObject.nullable(), reject: JsonObject.nullable() }),
    is_comment_required_on_reject: z.boolean(),
    is_reject_hidden: z.boolean(),
    hash: z.string(),
    expires_at: Timestamp.nullable(),
  })
  .meta({ id: 'LinkedApproval' });
export type LinkedApproval = z.infer<typeof LinkedApproval>;

/** What a person outside answers. */
export const DecideLinked = DecideApproval.pick({ vote: true, comment: true, values: true })
  .extend({ expected_hash: z.string().max(100) })
  .strict()
  .meta({ id: 'DecideLinked' });
export type DecideLinked = z.infer<typeof DecideLinked>;

/** The record of the requests that the caller may see, as a file. Requests that were made in the range; at most 10,000 of them. */
export const ApprovalExportQuery = z.object({
  format: z.enum(['csv', 'json']).default('csv'),
  from: Timestamp.optional(),
  to: Timestamp.optional(),
  path: z.string().max(255).optional(),
  id: z.uuid().optional().describe('The record of one request'),
});
export type ApprovalExportQuery = z.infer<typeof ApprovalExportQuery>;

/**
 * Of a script or flow: who reads it may only ask to run it, and the job is made when the request is approved. `readers` leaves those who
 * may change it free to run it; `everyone` leaves nobody.
 */
export const RunApproval = z
  .object({ needed_by: z.enum(['readers', 'everyone']).default('readers'), approval: ApprovalSpec.prefault({}) })
  .strict()
  .meta({ id: 'RunApproval' });
export type RunApproval = z.infer<typeof RunApproval>;

/** How people are told of requests. Templates are Handlebars over `title`, `summary`, `path`, `requested_by`, `due_at`, `url`, `occasion` and `recipient`. */
export const ApprovalEmail = z
  .object({
    resource: z.string().max(255).describe('Path of a resource of type smtp'),
    subject: z.string().max(300).optional(),
    text: z.string().max(10_000).optional(),
  })
  .strict()
  .meta({ id: 'ApprovalEmail' });
export type ApprovalEmail = z.infer<typeof ApprovalEmail>;

/** A script that runs for everything that becomes of requests, as the admin who names it: how other systems hear of them. */
export const ApprovalHandler = z
  .object({ path: z.string().max(255) })
  .strict()
  .meta({ id: 'ApprovalHandler' });
export type ApprovalHandler = z.infer<typeof ApprovalHandler>;

/** Asks to run something that one may not run by oneself. An owner decides, the job then runs as declared. */
export const RequestRun = z
  .object({ kind: z.enum(['script', 'flow', 'agent']).default('script'), path: z.string().max(255), args: JsonObject.default({}), reason: Text.default('') })
  .strict()
  .meta({ id: 'RequestRun' });
export type RequestRun = z.infer<typeof RequestRun>;
