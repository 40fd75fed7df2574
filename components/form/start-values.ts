/** Values that a form begins with: what is not known yet is left to the defaults of its fields. */
export const startValues = (values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
