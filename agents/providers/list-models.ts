/** What is asked for the names of models. */
export type ModelListRequest = { url: string; headers: Record<string, string>; fetch: typeof globalThis.fetch; signal: AbortSignal };

/** Most names that are given. */
const mostModels = 1000;

/** Asks an API for its models and reads their names with `read`. Rejects in words that hold neither the key nor what was answered. */
export async function listModelsAt({ url, headers, fetch, signal }: ModelListRequest, read: (answer: Record<string, unknown>) => unknown): Promise<string[]> {
  const response = await fetch(url, { headers, signal });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(
      response.status === 401 || response.status === 403
        ? 'The provider refuses the key.'
        : `The provider answered with the status ${response.status}. Is the API address right?`,
    );
  }
  const answer: unknown = await response.json().catch(() => null);
  const names = typeof answer === 'object' && answer !== null ? read(answer as Record<string, unknown>) : null;
  if (!Array.isArray(names)) throw new Error('It answered, but not with a list of models. Is the API address right?');
  return names
    .filter((name): name is string => typeof name === 'string')
    .slice(0, mostModels)
    .sort();
}

/** Names in the list that OpenAI and those who follow it give: `{data: [{id}]}`. */
export const idsOf = (answer: Record<string, unknown>): unknown =>
  Array.isArray(answer['data']) ? answer['data'].map((entry) => (entry as { id?: unknown } | null)?.id) : null;
