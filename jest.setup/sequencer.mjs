import Sequencer from '@jest/test-sequencer';

/** Begins with the parts of the api, which take longest as one file each: no core has nothing to do at the end. */
export default class PartsFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isPart = ({ path }) => path.endsWith('.mjs');
    return [...sorted.filter(isPart), ...sorted.filter((test) => !isPart(test))];
  }
}
