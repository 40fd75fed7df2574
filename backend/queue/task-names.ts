/** The task of graphile-worker that carries the jobs of a tag: a worker that lists it takes jobs of that tag. */
export const taskOfTag = (tag: string): string => `job:${tag}`;

/** The task that reconsiders who may start under one admission key; every worker takes it. */
export const admissionTask = 'admission';

/** graphile-worker runs smaller numbers first, Millrace larger ones. */
export const queuePriority = (priority: number): number => -priority;
