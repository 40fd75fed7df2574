/** Released apps, in a page of their own and in a frame of another site; the builder and the gallery, which draw components too. */
const addresses = [/^\/a\//, /^\/embed\//, /^\/w\/[^/]+\/apps\/edit\//, /^\/w\/[^/]+\/gallery\/?$/];

/** Whether the page at an address draws apps: it comes with a policy of its own, so the way into it and out of it loads a page anew. */
export const drawsApps = (path: string): boolean => addresses.some((address) => address.test(path));
