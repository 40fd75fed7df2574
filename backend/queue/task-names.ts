/** The task of graphile-worker that carries the jobs of a tag: a worker that lists it takes jobs of that tag. */
export const taskOfTag = (tag: string): string => `job:${tag}`;

/** The task that reconsiders who may start under one admission key; every worker takes it. */
export const admissionTask = 'admission';

/** The task that decides the ticks of a schedule that are due. */
export const scheduleTask = 'schedule';

/** The task that is told of the end of each run of a schedule. */
export const scheduleEndedTask = 'schedule_ended';

/** The task that sends the e-mail about a schedule that fails, or works again. */
export const scheduleAlertTask = 'schedule_alert';

/** The task of the time at which a wait ends. */
export const waitDueTask = 'wait_due';

/** The task that tells the owner of a wait that it has ended. */
export const waitEndedTask = 'wait_ended';

/** The task that is told of the end of a child job of a workflow that waits. */
export const workflowChildTask = 'workflow_child';

/** The task that looks at an approval whose time has come: a reminder, an escalation, its end. */
export const approvalTask = 'approval';

/** The task that has people told of an approval. */
export const approvalNoticeTask = 'approval_notice';

/** The task that sends one e-mail about an approval. */
export const approvalMailTask = 'approval_mail';

/** The tag of the jobs of flows: no tag of a script has this form, and no worker needs a slot for them. */
export const flowTag = '@flow';

/** What tags begin with that one worker alone takes, each its own, for as long as its process lives: no tag of a script has this form. */
export const workerTagPrefix = '@worker:';

export const isWorkerTag = (tag: string): boolean => tag.startsWith(workerTagPrefix);

/** The tag of the jobs of agents: no tag of a script has this form, and they need no slot of a worker. */
export const agentTag = '@agent';

/** The task that is told of the end of a job that an agent waits for. */
export const agentChildTask = 'agent_child';

/** The task that cleans up after a run of an agent that ended while nobody ran it. */
export const agentEndedTask = 'agent_ended';

/** The task that tells a flow of the end of the job of a step. */
export const flowStepEndedTask = 'flow_step_ended';

/** The task that tells a flow that its job was cancelled. */
export const flowCancelledTask = 'flow_cancelled';

/** The task that deletes results of a flow for which a time was set. */
export const flowDeleteTask = 'flow_delete';

/** The task that cleans up after a workflow that ended while nobody ran it. */
export const workflowEndedTask = 'workflow_ended';

/** The task that works on what Slack has sent. */
export const slackRequestTask = 'slack_request';

/** The task that is told of the end of a run that was begun in Slack. */
export const slackRunEndedTask = 'slack_run_ended';

/** The task that tells Slack how a run stands. */
export const slackRunTask = 'slack_run';

/** The task that posts or changes the card of an approval in Slack. */
export const slackCardTask = 'slack_card';

/** The task that scores a case of an evaluation when its run has ended. */
export const evaluationCaseTask = 'evaluation_case';

/** The task that is told of the end of each page of an export of an app. */
export const appExportTask = 'app_export';

/** graphile-worker runs smaller numbers first, Millrace larger ones. */
export const queuePriority = (priority: number): number => -priority;
