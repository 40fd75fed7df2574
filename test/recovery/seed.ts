/** Decides over everything that is random in a run: `MILLRACE_RECOVERY_SEED=<seed>` repeats it. */
export const seed = process.env['MILLRACE_RECOVERY_SEED'] ?? String(Date.now());

process.stdout.write(`MILLRACE_RECOVERY_SEED=${seed}\n`);
