/** A step of the setup that did not work; `message` says what was tried and what came of it. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}
