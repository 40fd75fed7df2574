const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** Whether a person watches. */
export const isTerminal = Boolean(process.stdout.isTTY) && process.env.TERM !== 'dumb' && !process.env.CI;
const hasColour = isTerminal && !process.env.NO_COLOR;
const paint = (code, text) => (hasColour ? `\u001b[${code}m${text}\u001b[0m` : text);

/** Quiet text, such as a duration. */
export const dim = (text) => paint(2, text);
/** What is looked for first. */
export const bold = (text) => paint(1, text);
/** An address. */
export const address = (text) => paint('4;36', text);
/** A tick and a cross. */
export const tick = () => paint(32, '✔');
export const cross = () => paint(31, '✖');

/** `0.4 s`, `12 s`, `2 min 5 s`. */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

let steps = 0;
/** How many steps were shown so far. */
export const stepCount = () => steps;

/**
 * Does one step of the start and shows it: a spinner with the elapsed time on a terminal, plain lines elsewhere. The work
 * gives the words that stand in the line of the finished step, and may change those of the running one through `update`.
 */
export async function step(running, work) {
  const line = openStep(running);
  try {
    line.finish(`${tick()} ${await work(line.update)} ${dim(duration(line.elapsed()))}`);
  } catch (error) {
    line.finish(`${cross()} ${line.words()}`);
    throw error;
  }
}

/** The line of a step that runs: it moves until it is finished with other words. */
export function openStep(running) {
  steps += 1;
  const begin = Date.now();
  let words = running;
  let isAnnounced = false;
  let frame = 0;
  const elapsed = () => Date.now() - begin;
  const draw = () => {
    if (isTerminal) process.stdout.write(`\r\u001b[2K${paint(36, frames[frame++ % frames.length])} ${words} ${dim(duration(elapsed()))}`);
    else if (!isAnnounced) { isAnnounced = true; process.stdout.write(`  ${words} …\n`); }
  };
  const timer = setInterval(draw, isTerminal ? 80 : 1_000);
  return {
    elapsed,
    words: () => words,
    update: (next) => { words = next; isAnnounced = false; },
    /** Writes a line above it. */
    above: (line) => { process.stdout.write(`${isTerminal ? '\r\u001b[2K' : ''}${line}\n`); },
    finish: (line) => {
      clearInterval(timer);
      process.stdout.write(`${isTerminal ? '\r\u001b[2K' : ''}${line}\n`);
    },
  };
}

/** Breaks a paragraph into lines that are comfortable to read. */
export function paragraph(text, width = Math.min(100, process.stdout.columns || 100)) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
