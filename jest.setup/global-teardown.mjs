import { rm } from 'node:fs/promises';

export default async function globalTeardown() {
  const { folder, database, redis } = globalThis.testServers;
  await redis?.stop();
  await database.stop();
  await rm(folder, { recursive: true, force: true });
}
