/** The sixteen colours of a terminal; the theme says how each looks. */
export const ansiColours = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

/** A colour of text: one of the sixteen by name (`red`, `bright-red`), or what the program asked for exactly, as CSS. */
export type AnsiColour = { named: string } | { exact: string };

/** How a piece of text looks. An absent key is the default. */
export type AnsiStyle = Readonly<{
  colour?: AnsiColour;
  background?: AnsiColour;
  isBold?: boolean;
  isDim?: boolean;
  isItalic?: boolean;
  isUnderlined?: boolean;
  isStruck?: boolean;
  isInverse?: boolean;
}>;

/** Text of one look. */
export type AnsiSpan = { text: string; style: AnsiStyle };

/** A line as it is shown, and the style that the next line begins with. */
export type AnsiLine = { spans: AnsiSpan[]; after: AnsiStyle };

/** The look that a log begins with. */
export const plainStyle: AnsiStyle = Object.freeze({});

// Commands to a terminal: CSI (`ESC [ … letter`), OSC (`ESC ] … BEL` or `ESC ] … ESC \`), and the short ones.
const escapes = /\x1b(?:\[([0-?]*)[ -/]*([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\|$)|[PX^_][^\x1b]*(?:\x1b\\|$)|[ -/]*[0-~]|$)/g;
const otherControls = /[\x00-\x07\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]/g;
const needsCells = /[\r\x08]|\x1b\[[0-?]*[KGP]/;

const bright = (index: number): string => `bright-${ansiColours[index] ?? 'white'}`;

/** Shows what has no glyph by its picture: a NUL as ␀. */
const pictureOf = (character: string): string => (character === '\x7f' ? '␡' : String.fromCharCode(0x2400 + character.charCodeAt(0)));

/** One of the 256 colours: 16 named ones, a cube of 6 by 6 by 6, 24 greys. */
function colourOf256(index: number): AnsiColour | undefined {
  if (!(index >= 0 && index <= 255)) return undefined;
  if (index < 8) return { named: ansiColours[index] as string };
  if (index < 16) return { named: bright(index - 8) };
  if (index >= 232) {
    const level = 8 + (index - 232) * 10;
    return { exact: `rgb(${level} ${level} ${level})` };
  }
  const step = (value: number): number => (value === 0 ? 0 : 55 + value * 40);
  const cube = index - 16;
  return { exact: `rgb(${step(Math.floor(cube / 36))} ${step(Math.floor(cube / 6) % 6)} ${step(cube % 6)})` };
}

/** Reads what follows a 38 or a 48: the colour, and how many of the numbers it took. */
function extendedColour(codes: readonly number[]): { colour: AnsiColour | undefined; taken: number } {
  if (codes[0] === 5) return { colour: colourOf256(codes[1] ?? -1), taken: 2 };
  if (codes[0] !== 2) return { colour: undefined, taken: codes.length };
  const [red, green, blue] = codes.slice(1, 4);
  const isWhole = [red, green, blue].every((part) => part !== undefined && part >= 0 && part <= 255);
  return { colour: isWhole ? { exact: `rgb(${red} ${green} ${blue})` } : undefined, taken: 4 };
}

const switches: Readonly<Record<number, Partial<AnsiStyle>>> = {
  1: { isBold: true }, 2: { isDim: true }, 3: { isItalic: true }, 4: { isUnderlined: true }, 7: { isInverse: true }, 9: { isStruck: true },
  21: { isBold: undefined }, 22: { isBold: undefined, isDim: undefined }, 23: { isItalic: undefined }, 24: { isUnderlined: undefined },
  27: { isInverse: undefined }, 29: { isStruck: undefined }, 39: { colour: undefined }, 49: { background: undefined },
};

function basicColour(code: number): Partial<AnsiStyle> | undefined {
  const named = (index: number): AnsiColour => ({ named: ansiColours[index] as string });
  if (code >= 30 && code <= 37) return { colour: named(code - 30) };
  if (code >= 40 && code <= 47) return { background: named(code - 40) };
  if (code >= 90 && code <= 97) return { colour: { named: bright(code - 90) } };
  if (code >= 100 && code <= 107) return { background: { named: bright(code - 100) } };
  return undefined;
}

/** Applies one `ESC [ … m`. Unknown numbers are passed over, as terminals do. */
export function applyGraphics(style: AnsiStyle, parameters: string): AnsiStyle {
  const codes = parameters.split(/[;:]/).map((part) => (part === '' ? 0 : Number(part)));
  let next: AnsiStyle = style;
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] as number;
    if (code === 0) next = plainStyle;
    else if (code === 38 || code === 48) {
      const { colour, taken } = extendedColour(codes.slice(index + 1));
      next = code === 38 ? { ...next, colour } : { ...next, background: colour };
      index += taken;
    } else {
      const change = switches[code] ?? basicColour(code);
      if (change) next = { ...next, ...change };
    }
  }
  return next;
}

/** The style after a text, without making its spans: all that the lines after it need. */
export function styleAfter(text: string, style: AnsiStyle): AnsiStyle {
  if (!text.includes('\x1b')) return style;
  let after = style;
  for (const [, parameters, letter] of text.matchAll(escapes)) if (letter === 'm') after = applyGraphics(after, parameters ?? '');
  return after;
}

/** A raw line of a log as spans: colours applied, redrawn parts (`\r`, backspace, erase) as a terminal would leave them. */
export function parseAnsiLine(raw: string, style: AnsiStyle = plainStyle): AnsiLine {
  if (needsCells.test(raw)) return parseRedrawn(raw, style);
  const spans: AnsiSpan[] = [];
  const add = (text: string, look: AnsiStyle): void => void (text !== '' && spans.push({ text: text.replace(otherControls, pictureOf), style: look }));
  if (!raw.includes('\x1b')) {
    add(raw, style);
    return { spans, after: style };
  }
  let look = style;
  let from = 0;
  for (const match of raw.matchAll(escapes)) {
    add(raw.slice(from, match.index), look);
    if (match[2] === 'm') look = applyGraphics(look, match[1] ?? '');
    from = match.index + match[0].length;
  }
  add(raw.slice(from), look);
  return { spans, after: look };
}

type Cell = { character: string; style: AnsiStyle };

/** The line as a row of cells under a cursor: the way a terminal treats progress bars. */
class Row {
  readonly cells: Cell[] = [];
  private cursor = 0;

  write(text: string, style: AnsiStyle): void {
    for (const character of text) {
      if (character === '\r') this.cursor = 0;
      else if (character === '\b') this.cursor = Math.max(0, this.cursor - 1);
      else this.put(character, style);
    }
  }

  /** `K` erases, `G` moves to a column, `P` takes characters away. */
  command(letter: string, parameters: string): void {
    const amount = Number(parameters.split(';')[0] || 0);
    if (letter === 'G') this.cursor = Math.min(Math.max(0, amount - 1), 10_000);
    if (letter === 'P') this.cells.splice(this.cursor, Math.max(1, amount));
    if (letter !== 'K') return;
    if (amount === 0) this.cells.length = Math.min(this.cells.length, this.cursor);
    else if (amount === 2) this.cells.length = 0;
    else for (let index = 0; index <= this.cursor && index < this.cells.length; index += 1) this.cells[index] = { character: ' ', style: plainStyle };
  }

  spans(): AnsiSpan[] {
    const spans: AnsiSpan[] = [];
    for (const { character, style } of this.cells) {
      const last = spans.at(-1);
      if (last && last.style === style) last.text += character;
      else spans.push({ text: character, style });
    }
    return spans;
  }

  private put(character: string, style: AnsiStyle): void {
    while (this.cells.length < this.cursor) this.cells.push({ character: ' ', style: plainStyle });
    this.cells[this.cursor] = { character: character.replace(otherControls, pictureOf), style };
    this.cursor += 1;
  }
}

function parseRedrawn(raw: string, style: AnsiStyle): AnsiLine {
  const row = new Row();
  let look = style;
  let from = 0;
  for (const match of raw.matchAll(escapes)) {
    row.write(raw.slice(from, match.index), look);
    if (match[2] === 'm') look = applyGraphics(look, match[1] ?? '');
    else if (match[2] !== undefined) row.command(match[2], match[1] ?? '');
    from = match.index + match[0].length;
  }
  row.write(raw.slice(from), look);
  return { spans: row.spans(), after: look };
}

/** A raw line as plain text: what search looks at and copying gives. */
export function plainTextOf(raw: string): string {
  if (!/[\x00-\x08\x0b-\x1f\x7f]/.test(raw)) return raw;
  return parseAnsiLine(raw).spans.map((span) => span.text).join('');
}
