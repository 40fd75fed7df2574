/**
 * What the admin allows beside the public internet: `localhost`, `ollama.internal:11434`, `*.corp.example`, `10.1.0.0/16`. A name or address
 * without a port stands for all of its ports.
 */
export type AllowedHosts = readonly string[];

/** Networks that are not the public internet, as `address/bits`: what a server must not reach because somebody typed an address. */
const closedNetworks = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/96',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  'fc00::/7',
  'fe80::/9',
  'ff00::/8',
].map(readNetwork);

/** Networks of IPv6 addresses that stand for one of IPv4: where in them that one begins. */
const embeddings = [
  { network: readNetwork('::ffff:0:0/96'), offset: 12 },
  { network: readNetwork('64:ff9b::/96'), offset: 12 },
  { network: readNetwork('2002::/16'), offset: 2 },
];

type Network = { bytes: number[]; bits: number } | null;

/** Whether an address is one of this machine, of a private network, or reserved. What is no address at all counts as one. */
export function isClosedAddress(address: string): boolean {
  const bytes = bytesOf(address);
  if (bytes === null) return true;
  const embedded = bytes.length === 16 ? embeddings.find(({ network }) => isWithin(bytes, network)) : undefined;
  const meant = embedded ? bytes.slice(embedded.offset, embedded.offset + 4) : bytes;
  return closedNetworks.some((network) => isWithin(meant, network));
}

/** Whether the admin has allowed a host as it stands in an address, or an IP address that its name has led to. */
export function isAllowedHost(allowed: AllowedHosts, host: string, port: number): boolean {
  const bare = bareHost(host);
  const bytes = bytesOf(bare);
  return allowed.some((entry) => {
    const { name, port: ownPort } = splitEntry(entry);
    if (ownPort !== null && ownPort !== port) return false;
    if (name.startsWith('*.')) return bytes === null && bare.endsWith(name.slice(1));
    if (name.includes('/')) return bytes !== null && isWithin(bytes, readNetwork(name));
    const named = bytesOf(name);
    return named === null || bytes === null ? name === bare : named.join() === bytes.join();
  });
}

/** Whether a host is written as an address, which no name service is asked about. */
export const isAddress = (host: string): boolean => bytesOf(bareHost(host)) !== null;

/** The host of a URL as a name service and a socket take it: small letters, no brackets, no dot at the end. */
export const bareHost = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/(?<=.)\.$/, '');

/** `host:port`, `[v6]:port`, or either without a port. A bare IPv6 address has colons of its own. */
function splitEntry(entry: string): { name: string; port: number | null } {
  const match = /^(\[[^\]]+\]|[^:]+):(\d+)$/.exec(entry.trim());
  return match ? { name: bareHost(match[1] ?? ''), port: Number(match[2]) } : { name: bareHost(entry.trim()), port: null };
}

function readNetwork(text: string): Network {
  const [address = '', bits] = text.split('/');
  const bytes = bytesOf(address);
  return bytes === null ? null : { bytes, bits: bits === undefined ? bytes.length * 8 : Number(bits) };
}

function isWithin(bytes: readonly number[], network: Network): boolean {
  if (network === null || bytes.length !== network.bytes.length || Number.isNaN(network.bits)) return false;
  return bytes.every((byte, index) => {
    const bits = Math.min(8, Math.max(0, network.bits - index * 8));
    return bits === 0 || byte >> (8 - bits) === (network.bytes[index] ?? 0) >> (8 - bits);
  });
}

/** 4 or 16 bytes; `null` for what is no address. */
function bytesOf(address: string): number[] | null {
  if (!address.includes(':')) return ipv4Of(address);
  const [head = '', tail, more] = address.replace(/%.*$/, '').split('::');
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  if (before === null || after === null || more !== undefined) return null;
  const missing = 16 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 2) return null;
  return [...before, ...Array<number>(missing).fill(0), ...after];
}

/** Groups of four hexadecimal digits; the last may be an IPv4 address. */
function groupsOf(text: string): number[] | null {
  if (text === '') return [];
  const parts = text.split(':').map((group, index, all) => {
    if (group.includes('.')) return index === all.length - 1 ? ipv4Of(group) : null;
    const value = /^[0-9a-f]{1,4}$/i.test(group) ? Number.parseInt(group, 16) : null;
    return value === null ? null : [value >> 8, value & 255];
  });
  return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? []);
}

function ipv4Of(text: string): number[] | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  const bytes = match?.slice(1).map(Number);
  return bytes?.every((byte) => byte <= 255) ? bytes : null;
}
