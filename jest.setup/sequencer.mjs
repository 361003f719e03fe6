import Sequencer from '@jest/test-sequencer';

/** Begins with the folders that run as one file, which take longest, so that no core has nothing to do at the end. */
export default class FoldersFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isFolder = ({ path }) => path.endsWith('.mjs');
    return [...sorted.filter(isFolder), ...sorted.filter((test) => !isFolder(test))];
  }
}
