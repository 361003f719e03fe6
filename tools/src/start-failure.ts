/** Rollcall cannot start or go on. The message tells the person at the terminal why and what to do; no stack helps them. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}
