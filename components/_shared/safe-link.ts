/** Where links and pictures of apps may lead. Anything else, such as `javascript:`, is no address. */
const safe = {
  link: /^(https?:|mailto:|tel:|\/(?!\/)|#|\?)/i,
  image: /^(https:|data:image\/(?:png|jpe?g|gif|webp|avif|svg\+xml)[;,]|blob:|\/(?!\/))/i,
  frame: /^https:\/\/[^/]/i,
} as const;

/** The address if it may be used in this way, `null` otherwise. */
export function safeAddress(kind: keyof typeof safe, address: string | null | undefined): string | null {
  // Browsers leave out line breaks and tabs inside of addresses.
  const given = (address ?? '').replaceAll(/[\u0000-\u001f]/g, '').trim();
  return safe[kind].test(given) ? given : null;
}
