import { invalidParameter } from '../../core/errors.ts';

/** Refuses lists that are empty or longer than AWS takes in one call. */
export function checkLength(member: string, list: readonly unknown[], most: number): void {
  if (list.length === 0) {
    throw invalidParameter(`${member} cannot be empty: name between 1 and ${most}.`);
  }
  if (list.length > most) {
    throw invalidParameter(`${member} can name at most ${most} in one call, found ${list.length}.`);
  }
}
