import Sequencer from '@jest/test-sequencer';

/**
 * Begins with the parts of the api, which take longest as one file each, and goes on with the specs that start processes and wait
 * for them: no core has nothing to do at the end.
 */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const startsProcesses = (path) => path.includes('/apps/') || path.includes('/bench/');
    const place = ({ path }) => (!startsProcesses(path) ? 2 : path.endsWith('.mjs') ? 0 : 1);
    return super.sort(tests).toSorted((a, b) => place(a) - place(b));
  }
}
