import type { Upload } from '../api/imports.js';

const kept = new Map<number, Upload>();

/** Remembers the file of a trial, in this page alone, so that nobody has to choose it again for the import itself. */
export function keepUpload(trialId: number, upload: Upload): void {
  kept.clear();
  kept.set(trialId, upload);
}

/** What was tried, if it was in this page and nothing else was tried since. */
export function keptUpload(trialId: number): Upload | undefined {
  return kept.get(trialId);
}
