/**
 * How long the statements that carry a job may take, in milliseconds: less than the lease of a worker, so that one whose connection fell silent finds
 * another one before its jobs are given away.
 */
export const engineAnswerMs = 10_000;
