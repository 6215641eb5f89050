import type { Filter } from '@aws-sdk/client-ec2';
import type { Tag } from '../../core/model/tag.ts';
import { AwsError } from '../aws-error.ts';

/** What a filter may ask of an item: each name with the values that the item has of it. */
export type Fields<Item> = Readonly<
  Record<string, (item: Item) => string | readonly (string | undefined)[] | undefined>
>;

const MOST_VALUES = 200;

/**
 * The items that all filters let through. A filter lets through what has one of its values, in
 * which `*` stands for any text and `?` for any character, unless a backslash is before them. With
 * `tagsOf`, `tag:KEY`, `tag-key` and `tag-value` are filters too. Throws for a filter that the
 * operation does not have.
 */
export function filtered<Item>(
  items: readonly Item[],
  filters: readonly Filter[] | undefined,
  fields: Fields<Item>,
  tagsOf?: (item: Item) => readonly Tag[],
): Item[] {
  const tests = (filters ?? []).map(({ Name = '', Values = [] }) => {
    const valuesOf = field(Name, fields, tagsOf);
    if (valuesOf === undefined) throw unknownFilter(Name, fields, tagsOf !== undefined);
    if (Values.length > MOST_VALUES) {
      throw new AwsError(
        'FilterLimitExceeded',
        `The maximum number of filter values is ${MOST_VALUES}; '${Name}' has ${Values.length}.`,
      );
    }
    const patterns = Values.map(patternOf);
    return (item: Item) =>
      valuesOf(item).some((value) => patterns.some((pattern) => matches(pattern, value)));
  });
  return items.filter((item) => tests.every((test) => test(item)));
}

function field<Item>(
  name: string,
  fields: Fields<Item>,
  tagsOf: ((item: Item) => readonly Tag[]) | undefined,
): ((item: Item) => string[]) | undefined {
  if (tagsOf !== undefined) {
    if (name === 'tag-key') return (item) => tagsOf(item).map(({ key = '' }) => key);
    if (name === 'tag-value') return (item) => tagsOf(item).map(({ value = '' }) => value);
    if (name.startsWith('tag:')) {
      const wanted = name.slice('tag:'.length);
      return (item) =>
        tagsOf(item).flatMap(({ key, value = '' }) => (key === wanted ? [value] : []));
    }
  }
  const own = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return own && ((item) => [own(item) ?? []].flat().filter((value) => value !== undefined));
}

const unknownFilter = <Item>(name: string, fields: Fields<Item>, tags: boolean) =>
  new AwsError(
    'InvalidParameterValue',
    `The filter '${name.slice(0, 100)}' is invalid. There are: ${[...Object.keys(fields), ...(tags ? ['tag:KEY', 'tag-key', 'tag-value'] : [])].join(', ')}.`,
  );

const ANY_TEXT = Symbol('*');
const ANY_CHARACTER = Symbol('?');
type Pattern = readonly (string | symbol)[];

function patternOf(value: string): Pattern {
  const pattern: (string | symbol)[] = [];
  for (let at = 0; at < value.length; at += 1) {
    const character = value.charAt(at);
    if (character === '\\' && /[*?\\]/.test(value.charAt(at + 1))) {
      at += 1;
      pattern.push(value.charAt(at));
    } else {
      pattern.push(character === '*' ? ANY_TEXT : character === '?' ? ANY_CHARACTER : character);
    }
  }
  return pattern;
}

/** Goes back to the last `*` only, so that no pattern takes longer than pattern times text. */
function matches(pattern: Pattern, text: string): boolean {
  let star = -1;
  let resume = 0;
  let p = 0;
  for (let t = 0; t < text.length; ) {
    if (pattern[p] === ANY_TEXT) {
      star = p;
      resume = t;
      p += 1;
    } else if (pattern[p] === ANY_CHARACTER || pattern[p] === text[t]) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      resume += 1;
      t = resume;
      p = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[p] === ANY_TEXT) p += 1;
  return p === pattern.length;
}
