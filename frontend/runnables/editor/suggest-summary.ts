/** A name for something new, out of its path. */
export const suggestSummary = (path: string): string => {
  const name =
    path
      .split('/')
      .at(-1)
      ?.replaceAll(/[_.-]+/g, ' ')
      .trim() ?? '';
  return name.charAt(0).toUpperCase() + name.slice(1);
};
