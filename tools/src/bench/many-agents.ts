import { Cleanups } from '../cleanups.js';
import { callsOf } from './calls.js';
import { type Effort, inTurns, medians, ratioOf } from './compare-calls.js';
import type { Figure } from './figures.js';
import { startApi, startDatabase } from './scene.js';
import { seedAgents } from './seed.js';

/** The calls that must be as fast in a large directory as in a small one. */
const CALLS = ['GET /agents/{id}', 'GET /agents?limit=50', 'POST /agents', 'POST /user/create_live_agent'];

/** Compares the api's rates in a directory of many agents with its rates in a directory of few. */
export async function compareDirectories(many: number, few: number, effort: Effort): Promise<Figure[]> {
  const cleanups = new Cleanups();
  try {
    const directory = async (agents: number) => {
      const settings = await startDatabase(cleanups);
      const { url } = await startApi(cleanups, settings);
      const calls = callsOf({ agents: await seedAgents(settings.DATABASE_URL ?? '', agents), cookie: '' });
      return (name: string) => ({ url, request: calls.find((call) => call.name === name) ?? unknownCall(name) });
    };
    const [large, small] = [await directory(many), await directory(few)];
    const figures: Figure[] = [];
    for (const name of CALLS) {
      const duel = await inTurns(large(name), small(name), effort);
      figures.push({
        name: `${name} a second, ${many.toLocaleString('en')} agents`,
        ours: medians(duel.first).rate,
        against: `${few.toLocaleString('en')} agents`,
        reference: medians(duel.second).rate,
        ratio: ratioOf(duel, 'rate'),
        wanted: { atLeast: 0.8 },
      });
    }
    return figures;
  } finally {
    await cleanups.run();
  }
}

function unknownCall(name: string): never {
  throw new Error(`There is no call ${name}`);
}
