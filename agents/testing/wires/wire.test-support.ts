/** A call that a model of a test asks for. `text` is what it writes as arguments where that is not plain JSON of them. */
export type ScriptedCall = { name: string; args?: Record<string, unknown>; text?: string };

/** An answer of a model of a test, whatever the protocol. */
export type ScriptedAnswer = {
  text?: string;
  reasoning?: string;
  calls?: ScriptedCall[];
  finish?: 'length' | 'content-filter';
  usage?: { input: number; cached: number; output: number; reasoning: number };
};

/** What a protocol needs to write an answer. */
export type WireContext = { model: string; requestNumber: number; path: string };

/** What a model of a test sees of a request, whatever the protocol. */
export type SeenRequest = {
  model: string;
  system: string;
  /** Text of the last message of the person. */
  lastText: string;
  toolNames: string[];
  /** Results of tools, in order, as text. */
  toolResults: string[];
  hasSchema: boolean;
};

/** One protocol: how requests are read and held against it, and how answers and errors are written. */
export type Wire = {
  name: string;
  matches(path: string): boolean;
  contentType: string;
  /** Gives the name of the key that a request brings, or `null`. */
  keyOf(headers: Record<string, string | string[] | undefined>): string | null;
  read(body: Record<string, unknown>, path: string): SeenRequest;
  /** What the real API would refuse in a request; `null` when it is right. */
  problem(body: Record<string, unknown>, headers: Record<string, string | string[] | undefined>): string | null;
  /** The answer in the pieces that it is sent in. */
  write(answer: ScriptedAnswer, context: WireContext): Buffer[];
  error(status: number, message: string): unknown;
  /** An error in the middle of a stream. */
  streamError(message: string): Buffer;
};

export const usageOf = ({ usage }: ScriptedAnswer): NonNullable<ScriptedAnswer['usage']> => usage ?? { input: 20, cached: 5, output: 7, reasoning: 0 };
export const argumentsOf = ({ args, text }: ScriptedCall): string => text ?? JSON.stringify(args ?? {});
/** Cuts a text into the small pieces that models send. */
export const piecesOf = (text: string): string[] => text.match(/[^]{1,6}/gu) ?? [];
export const serverSentEvent = (data: unknown, event?: string): Buffer =>
  Buffer.from(`${event === undefined ? '' : `event: ${event}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);

type Content = string | { type: string; text?: string }[] | null | undefined;
export const textOfContent = (content: Content): string => (typeof content === 'string' ? content : (content ?? []).map(({ text = '' }) => text).join(''));
export const bearerOf = (headers: Record<string, string | string[] | undefined>): string | null =>
  /^Bearer (.+)$/.exec(String(headers['authorization'] ?? ''))?.[1] ?? null;

/** What the author and the person say, where both are messages with a role. */
export const spokenIn = (messages: readonly { role?: string; content?: Content }[]): Pick<SeenRequest, 'system' | 'lastText'> => ({
  system: messages
    .filter(({ role }) => role === 'system' || role === 'developer')
    .map(({ content }) => textOfContent(content))
    .join('\n'),
  lastText: textOfContent(messages.findLast(({ role }) => role === 'user')?.content),
});

/** What all protocols of OpenAI have in common: how a key comes, how an answer is sent, how an error looks. In Azure the key has a header of its own. */
export const openaiManners: Pick<Wire, 'contentType' | 'keyOf' | 'error'> = {
  contentType: 'text/event-stream; charset=utf-8',
  keyOf: (headers) => bearerOf(headers) ?? (typeof headers['api-key'] === 'string' ? headers['api-key'] : null),
  error: (status, message) => ({
    error: { message, type: status === 401 ? 'invalid_request_error' : 'server_error', param: null, code: status === 401 ? 'invalid_api_key' : null },
  }),
};
