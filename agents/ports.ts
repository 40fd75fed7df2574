import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { ModelMessage, UIMessageChunk } from 'ai';
import type { AgentValue, ModelChoice, ModelProvider, ToolRuleName } from '../backend/agents/agent.contract.ts';
import type { ModelPrice } from '../backend/agents/core/known-models.ts';
import type { Json, JsonObject } from '../backend/common/json.ts';

/** Tokens and money of one turn or of many. What broke off and was asked for again is in it too. */
export type Usage = { inputTokens: number; cachedInputTokens: number; outputTokens: number; reasoningTokens: number; costUsd: number };

/** An error as people and programs see it; `code` is one of the table of the product. */
export type AgentError = { code: string; message: string };

/** A model ready to be asked. */
export type OpenedModel = {
  choice: ModelChoice;
  provider: ModelProvider;
  model: LanguageModelV4;
  /** US dollars for a million tokens; `null` where nobody knows. */
  price: ModelPrice | null;
};

/** A turn of the model that has ended. It is recorded before anything follows from it. */
export type TurnRecord = {
  kind: 'turn';
  seq: number;
  provider: ModelProvider;
  modelId: string;
  isFallback: boolean;
  /** What it said and asked for: assistant messages as the model is shown them again. */
  messages: ModelMessage[];
  finishReason: string;
  usage: Usage;
  /** How often it was asked before it answered. */
  attempts: number;
  firstTokenMs: number | null;
  startedAt: number;
  endedAt: number;
  /** What guards have made of the message that is answered, where they changed it: a script is not asked again after a crash. */
  shownInput?: string;
};

export type ToolCallStatus = 'open' | 'asked' | 'running' | 'succeeded' | 'failed' | 'denied' | 'cancelled';

/** A call of a tool, recorded when the model has asked for it, before it is begun. */
export type ToolRecord = {
  kind: 'tool';
  seq: number;
  callId: string;
  name: string;
  /** As the model gave them. */
  args: JsonObject;
  /** SHA-256 over tool, its version and all arguments, also those that the model does not set. An approval is bound to it. */
  argsHash: string | null;
  rule: ToolRuleName;
  status: ToolCallStatus;
  /** What the tool gave. */
  output: Json | null;
  error: AgentError | null;
  childJobId: string | null;
  approvalId: string | null;
  startedAt: number;
  endedAt: number | null;
};

/** Text that stands for what came before in the thread: its first `messages` messages, as the run was given them. */
export type SummaryRecord = { kind: 'summary'; seq: number; text: string; messages?: number; usage: Usage; startedAt: number; endedAt: number };

/** What is recorded of a run, in the order of `seq`. A run goes on from it after a crash: nothing of it is done again. */
export type AgentRecord = TurnRecord | ToolRecord | SummaryRecord;

/** Keeps what has happened. Every method rejects with {@link RunLost} when the run belongs to another worker by now. */
export type AgentJournal = {
  load(): Promise<AgentRecord[]>;
  /** Records a turn together with the calls that it asked for, in one transaction. */
  turn(record: TurnRecord, calls: readonly ToolRecord[]): Promise<void>;
  summary(record: SummaryRecord): Promise<void>;
  toolEnded(callId: string, ending: ToolEnding): Promise<void>;
};

/** The run was taken over by another worker, or has ended; whoever held it stops without a word. */
export class RunLost extends Error {}

/** A tool as the model is shown it. */
export type ToolSpec = {
  name: string;
  description: string;
  /** JSON Schema of what is left to the model. */
  inputSchema: JsonObject;
  isReadOnly: boolean;
};

/**
 * How a call ended. `output` is what the tool gave, whole: the loop marks it as data for the model, shows a long one by pages and offers
 * `read_more` for the others (`agents/core/tool-output.ts`). A host that does not want to record a very long one gives
 * `pageOf(...)` of it and offers a `read_more` of its own, which then takes the place of the built-in one.
 */
export type ToolEnding = { status: 'succeeded'; output: Json } | { status: 'failed' | 'denied'; error: AgentError } | { status: 'cancelled' };

/** Runs tools in somebody's name: checks arguments, applies the rule, opens approvals, makes child jobs. */
export type ToolHost = {
  specs(): Promise<ToolSpec[]>;
  /**
   * Begins or goes on with a recorded call; may be called again for the same one after a crash, and then must not do twice what was done.
   * `waiting`: its end will wake the run (an approval, a job that takes long), and nothing more can be done now.
   */
  run(call: ToolRecord, signal: AbortSignal): Promise<ToolEnding | 'waiting'>;
  /** Ends calls that nobody waits for any more: cancels their jobs, withdraws their approvals. */
  abandon(calls: readonly ToolRecord[]): Promise<void>;
};

/** Everything that the loop needs of the product. */
export type AgentPorts = {
  journal: AgentJournal;
  /** Opens a model; rejects with an `AppError` (no such resource, no right, a host that is not allowed). */
  openModel(choice: ModelChoice): Promise<OpenedModel>;
  tools: ToolHost;
  /** Runs a guard that is a script. */
  runGuard(path: string, text: string): Promise<{ isAllowed: boolean; message: string | null; text: string | null }>;
  /** Part of the answer for whoever watches, in the protocol of UI messages. Never waits. */
  emit(chunk: UIMessageChunk): void;
  /** Counts what answers have used up that broke off, and after which none came that could be recorded. Never waits. */
  countLost(usage: Usage): void;
  /** Gives the limit that is used up, of the thread, the person or the workspace, before a model is asked. */
  exhaustedBudget(): Promise<AgentError | null>;
  /** Milliseconds of a clock that may be set in tests. */
  now(): number;
};

/** What one run is about. */
export type AgentRun = {
  jobId: string;
  agent: AgentValue;
  agentPath: string;
  /** Instructions with everything filled in. */
  instructions: string;
  input: JsonObject;
  /** The thread before this run, oldest first, and the message that is answered at its end. Server's own; never from a client. */
  messages: ModelMessage[];
  /** The last summary that a run before this one has recorded for the same branch of the thread, so that its messages are not summed up again. */
  summary?: Pick<SummaryRecord, 'text' | 'messages'>;
  /** What the person picked, if they may. */
  model: ModelChoice | null;
};

/** How a stretch of a run ended. `suspended`: everything that is open waits without a process. */
export type AgentEnding =
  | { kind: 'succeeded'; output: Json; messages: ModelMessage[]; usage: Usage }
  | { kind: 'failed'; error: AgentError; usage: Usage }
  | { kind: 'cancelled'; usage: Usage }
  | { kind: 'suspended' };
