import { readFileSync } from 'node:fs';

/** Numbers of the kernel's capabilities, as in `capabilities(7)`. */
const NUMBERS = { chown: 0, kill: 5, setgid: 6, setuid: 7, setpcap: 8 };

/** Whether this process is root with these rights: in a container root often has few, or none. */
export function isRootThatMay(...names: (keyof typeof NUMBERS)[]): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    const effective = BigInt(`0x${/^CapEff:\s+([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? '0'}`);
    return names.every((name) => ((effective >> BigInt(NUMBERS[name])) & 1n) === 1n);
  } catch {
    return false;
  }
}
