import { AwsError } from '../aws-error.ts';
import { compareText, page } from '../paging.ts';

/** AWS: items a page, unless told otherwise, and the most that one may ask for. */
const USUAL_PAGE = 100;
const MOST_ASKED = 1000;

export interface Paging {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

/** One page, sorted by name. AWS: a page may have fewer items than `MaxItems`. */
export function pageOf<Item>(
  all: readonly Item[],
  nameOf: (item: Item) => string | undefined,
  { Marker, MaxItems = USUAL_PAGE }: Paging,
): { readonly items: Item[]; readonly IsTruncated: boolean; readonly Marker?: string | undefined } {
  if (MaxItems < 1 || MaxItems > MOST_ASKED)
    throw new AwsError(
      'ValidationError',
      `Expected maxItems to be 1 to ${MOST_ASKED}, found ${MaxItems}.`,
    );
  const byName = new Map(all.map((item) => [nameOf(item) ?? '', item]));
  const { arns, nextToken } = page(
    [...byName.keys()].sort(compareText),
    { nextToken: Marker, maxResults: Math.min(MaxItems, USUAL_PAGE) },
    { tokenError: 'ValidationError' },
  );
  return {
    items: arns.flatMap((name) => byName.get(name) ?? []),
    IsTruncated: nextToken !== undefined,
    Marker: nextToken,
  };
}

/** AWS: URL-encoded as RFC 3986 has it. */
export const document = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
