/** Prose is read line after line: it breaks where the page ends, as code must not. */
export const isProse = (language: string): boolean => language === 'markdown';
