import { invalidParameter, type Refusal } from '../errors.ts';
import type { Tag } from '../model/index.ts';

const MOST_TAGS = 50;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;

/** AWS: at most 50 tags; keys 1–128 and values 0–256 characters; `aws:` is AWS's own. */
export function validateTags(
  tags: readonly Tag[] | undefined,
  refuse: (message: string) => Refusal = invalidParameter,
): void {
  if (tags === undefined) return;
  if (tags.length > MOST_TAGS) {
    throw refuse(`There are ${tags.length} tags: a resource can have at most ${MOST_TAGS}.`);
  }
  const keys = new Set<string>();
  for (const { key = '', value = '' } of tags) {
    if (key.length < 1 || key.length > LONGEST_KEY) {
      throw refuse(`The tag key "${key}" must have 1 to ${LONGEST_KEY} characters.`);
    }
    if (value.length > LONGEST_VALUE) {
      throw refuse(`The value of tag "${key}" must have at most ${LONGEST_VALUE} characters.`);
    }
    if (key.toLowerCase().startsWith('aws:')) {
      throw refuse(`The tag key "${key}" is reserved: keys may not begin with "aws:".`);
    }
    if (keys.has(key)) throw refuse(`The tag key "${key}" is given twice.`);
    keys.add(key);
  }
}
