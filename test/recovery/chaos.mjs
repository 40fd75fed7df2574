// The long form of the chaos test: npm run chaos. `npm test` runs a short one.
process.env.MILLRACE_CHAOS_JOBS ??= '2000';
process.argv.splice(2, process.argv.length, 'test', 'recovery', 'chaos.recovery');
await import('../../backend/bootstrap/main.mjs');
