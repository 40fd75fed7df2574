// Preloaded into the server: when the command that started it is gone, however it ended, the server shuts down in order.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
