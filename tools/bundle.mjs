import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

import { build } from 'rolldown';

// Makes `dist` of the app in the working directory from what SWC left in `dist/compiled`: one file for each program that is named
// as an argument, and those that programs share. A process loads a few files in place of three thousand, and starts in half the time.
// Names of classes are kept: TypeORM knows migrations by them, and the API's description its schemas.
const require = createRequire(import.meta.url);
const DIST = resolve('dist');
const COMPILED = join(DIST, 'compiled');
const THREADS = resolve('../../libs/process/dist');

/**
 * Packages that stay in node_modules: those that have parts for one kind of machine, those that others load by their name while
 * they run (a second copy of these would not know what was registered with the first), and those that Nest would load if they
 * were installed.
 */
const NOT_BUNDLED = [
  /^(@node-rs\/argon2|msgpackr-extract|sharp)(\/|$)/,
  /^(class-transformer|class-validator|pg|typeorm)(\/|$)/,
  /^(@nestjs\/microservices|@nestjs\/websockets|@fastify\/static)/,
];

/**
 * A plugin of Rolldown that loads these packages by `require` where a source says `import`. For an import, Node reads each file of a
 * CommonJS package twice, the first time only to find the names that it exports; that was a third of the start.
 */
const required = {
  name: 'required',
  resolveId(id, importer, { kind }) {
    if (!NOT_BUNDLED.some((packages) => packages.test(id))) return null;
    return kind === 'import-statement' ? `\0required:${id}` : { id, external: true };
  },
  load(id) {
    const [, name] = /^\0required:(.*)$/.exec(id) ?? [];
    if (name === undefined) return null;
    const names = Object.keys(require(name)).filter((each) => each !== 'default');
    return `import { createRequire } from 'node:module';
      const loaded = createRequire(import.meta.url)(${JSON.stringify(name)});
      export default loaded;
      export const { ${names.join(', ')} } = loaded;`;
  },
};

for (const name of readdirSync(DIST)) if (join(DIST, name) !== COMPILED) rmSync(join(DIST, name), { recursive: true });

const programs = process.argv.slice(2).map((name) => [name, join(COMPILED, `${name}.js`)]);
const threads = readdirSync(THREADS)
  .filter((file) => file.endsWith('-thread.js'))
  .map((file) => [file.replace(/\.js$/, ''), join(THREADS, file)]);
const { output } = await build({
  input: Object.fromEntries([...programs, ...threads]),
  plugins: [required],
  platform: 'node',
  logLevel: 'warn',
  output: {
    dir: DIST,
    format: 'esm',
    keepNames: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
  },
});

// Code reads its templates from the folder beside it, which is now this one.
for (const folder of new Set(
  output.flatMap((file) => file.moduleIds ?? []).map((id) => join(dirname(id), 'templates')),
))
  if (existsSync(folder) && !folder.includes('node_modules'))
    cpSync(folder, join(DIST, 'templates'), { recursive: true, force: false, errorOnExist: true });
