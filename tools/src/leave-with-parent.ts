// Loaded into a child before its program, so that the child also ends when its parent is killed during the start.
// SIGTERM ends the child at once until its program handles the signal; from then on the program ends in order.
if (!process.connected) process.exit();
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));

export {};
