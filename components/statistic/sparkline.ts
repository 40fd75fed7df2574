/** Points of a line through these values in a box, first to last, high values at the top; `null` where there is no line. */
export function sparkline(values: readonly number[], width: number, height: number): string | null {
  const finite = values.filter(Number.isFinite);
  if (finite.length < 2) return null;
  // By a loop: a very long list does not fit into the arguments of a call.
  const [low, high] = finite.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
  const y = (value: number): number => (high === low ? height / 2 : height - ((value - low) / (high - low)) * height);
  const round = (value: number): number => Math.round(value * 10) / 10;
  return finite.map((value, index) => `${round((index / (finite.length - 1)) * width)},${round(y(value))}`).join(' ');
}
