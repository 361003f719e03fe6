/**
 * Rollcall cannot start or continue. The message tells the person at the terminal why and what to do. No stack is
 * shown.
 */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}
