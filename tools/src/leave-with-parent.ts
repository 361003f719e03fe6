// Loaded into a child before its program, so that it also leaves when this process is killed while it still starts.
// SIGTERM ends it at once until the program listens for that, and in order from then on.
if (!process.connected) process.exit();
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));

export {};
