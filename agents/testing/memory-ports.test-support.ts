import type { UIMessageChunk } from 'ai';
import { AgentValue } from '../../backend/agents/agent.contract.ts';
import type { Json } from '../../backend/common/json.ts';
import type { AgentJournal, AgentPorts, AgentRecord, AgentRun, OpenedModel, ToolEnding, ToolRecord, ToolSpec, Usage } from '../ports.ts';
import { PracticeModel } from '../providers/practice/model.ts';

/** A tool of a test: what the model is shown, and what it does. */
export type MemoryTool = Partial<ToolSpec> & { name: string; run(args: Record<string, unknown>, signal: AbortSignal): Promise<Json> | Json };

/** Keeps the records of a run in memory, the way the product keeps them in its database: whole, in order, each once. */
export class MemoryJournal implements AgentJournal {
  readonly records: AgentRecord[] = [];
  /** Called before and after each write; a test throws in it to die there. */
  boundary: (where: string) => void = () => undefined;

  load(): Promise<AgentRecord[]> {
    return Promise.resolve(structuredClone(this.records));
  }

  async turn(...[record, calls]: Parameters<AgentJournal['turn']>): Promise<void> {
    await this.write(`turn ${record.seq}`, () => this.records.push(...structuredClone([record, ...calls])));
  }

  async summary(...[record]: Parameters<AgentJournal['summary']>): Promise<void> {
    await this.write('summary', () => this.records.push(structuredClone(record)));
  }

  async toolEnded(callId: string, ending: ToolEnding): Promise<void> {
    await this.write(`tool ${callId}`, () => Object.assign(this.call(callId), structuredClone(ending), { endedAt: Date.now() }));
  }

  call(callId: string): ToolRecord {
    return this.records.find((record): record is ToolRecord => record.kind === 'tool' && record.callId === callId)!;
  }

  private async write(where: string, change: () => void): Promise<void> {
    await Promise.resolve();
    this.boundary(`before ${where}`);
    change();
    this.boundary(`after ${where}`);
  }
}

/** A world for runs of agents in which everything is in this process. */
export type MemoryWorld = {
  ports: AgentPorts;
  journal: MemoryJournal;
  chunks: UIMessageChunk[];
  /** Calls that tools were really run for. */
  ran: { name: string; args: Record<string, unknown> }[];
  abandoned: string[];
  /** What answers have used up that broke off, and after which none came. */
  lost: Usage[];
};

/** Ports over memory; what a test does not say is the practice model and no tools. */
export function memoryWorld({
  tools = [],
  models = {},
  ...more
}: { tools?: MemoryTool[]; models?: Record<string, Partial<OpenedModel> & Pick<OpenedModel, 'model'>> } & Omit<
  Partial<AgentPorts>,
  'tools' | 'journal'
> = {}): MemoryWorld {
  const journal = new MemoryJournal();
  const world: MemoryWorld = { journal, chunks: [], ran: [], abandoned: [], lost: [], ports: {} as AgentPorts };
  world.ports = {
    journal,
    openModel: (choice) => Promise.resolve({ choice, provider: 'practice', price: null, model: new PracticeModel(choice.id), ...models[choice.id] }),
    tools: {
      specs: () =>
        Promise.resolve(
          tools.map(({ name, description = '', inputSchema = { type: 'object' }, isReadOnly = true }) => ({ name, description, inputSchema, isReadOnly })),
        ),
      async run({ name, args }, signal) {
        world.ran.push({ name, args });
        try {
          return { status: 'succeeded', output: await tools.find((tool) => tool.name === name)!.run(args, signal) };
        } catch (error) {
          return { status: 'failed', error: { code: 'job/failed', message: String((error as Error).message) } };
        }
      },
      abandon(calls) {
        world.abandoned.push(...calls.map(({ callId }) => callId));
        return Promise.resolve();
      },
    },
    runGuard: () => Promise.resolve({ isAllowed: true, message: null, text: null }),
    emit: (chunk) => void world.chunks.push(chunk),
    countLost: (usage) => void world.lost.push(usage),
    exhaustedBudget: () => Promise.resolve(null),
    now: () => Date.now(),
    ...more,
  };
  return world;
}

/** A run of an agent that answers one message. */
export function memoryRun(message: string, agent: Record<string, unknown> = {}, more: Partial<AgentRun> = {}): AgentRun {
  const value = AgentValue.parse(agent);
  return {
    jobId: 'job',
    agent: value,
    agentPath: 'f/support/helper',
    instructions: value.instructions,
    input: { message },
    messages: [{ role: 'user', content: message }],
    model: null,
    ...more,
  };
}
