/** Why a container cannot start; `message` as Docker would word it. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}
