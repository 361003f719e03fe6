import Sequencer from '@jest/test-sequencer';

/** Takes longest as one file each: the parts of the api, and the console in a browser. */
const LONGEST = ['/apps/api/src/', '/console.spec.mjs'];

/**
 * Begins with what takes longest, and goes on with the specs that start processes and wait
 * for them: no core has nothing to do at the end.
 */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const startsProcesses = (path) => path.includes('/apps/') || path.includes('/bench/');
    const place = ({ path }) => (!startsProcesses(path) ? 2 : LONGEST.some((part) => path.includes(part)) ? 0 : 1);
    return super.sort(tests).toSorted((a, b) => place(a) - place(b));
  }
}
