/** What a server answered, in words: "It answered 404 Not Found". */
export const answerOf = (response: Response): string => `It answered ${response.status}${response.statusText ? ` ${response.statusText}` : ''}`;

/** Longest body that is read of an answer to a test. */
const readCharacters = 2_000_000;

/** Reads a JSON answer and fails with what the service says about the credentials or itself. */
export async function jsonAnswer(response: Response): Promise<Record<string, unknown>> {
  const body = (await response.text()).slice(0, readCharacters);
  const parsed = parse(body);
  if (response.ok) return parsed;
  const error = parsed['error'];
  const said = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : typeof error === 'string' ? error : '';
  throw new Error(`${answerOf(response)}${said ? `: ${said.slice(0, 300)}` : ''}`);
}

function parse(body: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
