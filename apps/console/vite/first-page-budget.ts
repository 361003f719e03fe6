import { gzipSync } from 'node:zlib';

import type { Plugin, Rolldown } from 'vite';

/**
 * Fails a build of which some first page needs more JavaScript than this many bytes, compressed by gzip: what `index.html`
 * starts, and the largest page that it loads on demand.
 */
export function firstPageBudget(maxBytes: number): Plugin {
  return {
    name: 'first-page-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const pages = chunks.flatMap((entry) =>
        entry.isEntry
          ? [...new Set(entry.dynamicImports)].map((page) => ({
              page,
              bytes: bytesOf(chunks, [entry.fileName, page]),
            }))
          : [],
      );
      const largest = pages.toSorted((a, b) => b.bytes - a.bytes)[0];
      if (!largest) this.error('No page is loaded on demand');
      const { page, bytes } = largest;
      this.info(`the largest first page, ${page}, needs ${Math.round(bytes / 1_000)} KB of JavaScript, compressed`);
      if (bytes > maxBytes)
        this.error(`${page} needs ${bytes} bytes of JavaScript, compressed; allowed are ${maxBytes}`);
    },
  };
}

/** The size of these files and all that they import, each once. */
function bytesOf(chunks: readonly Rolldown.OutputChunk[], files: readonly string[]): number {
  const needed = new Set(files);
  for (const file of needed)
    for (const imported of chunks.find(({ fileName }) => fileName === file)?.imports ?? []) needed.add(imported);
  return chunks
    .filter(({ fileName }) => needed.has(fileName))
    .reduce((sum, { code }) => sum + gzipSync(code).length, 0);
}
