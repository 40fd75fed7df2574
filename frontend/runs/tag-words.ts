/** A tag as people read it: that of the one worker which runs all steps of a flow is a long number. */
export const tagText = (tag: string): string => (tag.startsWith('@worker:') ? 'same worker' : tag);
