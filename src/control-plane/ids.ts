import { randomBytes, randomInt } from 'node:crypto';
import type { IdSource } from '../core/env.ts';

/** `randomInt` takes ranges below 2^48; nine digits a draw stay well inside. */
const DIGITS_A_DRAW = 9;

/** Ids that nobody can guess or meet twice: the runtime's source. */
export const cryptographicIds: IdSource = {
  hex: (length) =>
    randomBytes(Math.ceil(length / 2))
      .toString('hex')
      .slice(0, length),
  digits(length) {
    let digits = String(randomInt(1, 10));
    while (digits.length < length) {
      const count = Math.min(DIGITS_A_DRAW, length - digits.length);
      digits += String(randomInt(0, 10 ** count)).padStart(count, '0');
    }
    return digits;
  },
};
