/** One event of a stream of server-sent events. */
export type StreamEvent = { readonly id: string; readonly event: string; readonly data: string };

/**
 * Reads server-sent events out of text that comes in pieces. A piece may end anywhere, also inside of a line; what is not whole is kept for the
 * next one. Comments and reconnect times are left out.
 */
export function readEvents(): (piece: string) => StreamEvent[] {
  let rest = '';
  let current = { id: '', event: '', data: [] as string[] };
  const close = (): StreamEvent | null => {
    const { id, event, data } = current;
    current = { id, event: '', data: [] };
    return data.length === 0 ? null : { id, event: event || 'message', data: data.join('\n') };
  };
  const takeLine = (line: string): StreamEvent | null => {
    if (line === '') return close();
    const at = line.indexOf(':');
    const field = at < 0 ? line : line.slice(0, at);
    const value = at < 0 ? '' : line.slice(at + 1).replace(/^ /, '');
    if (field === 'data') current.data.push(value);
    else if (field === 'id') current.id = value;
    else if (field === 'event') current.event = value;
    return null;
  };
  return (piece) => {
    const text = rest + piece;
    // A lone carriage return at the very end may be the first half of one line end.
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
    const lines = whole.split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? '') + text.slice(whole.length);
    return lines.flatMap((line) => takeLine(line) ?? []);
  };
}
