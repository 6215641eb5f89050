import { validationError } from '../../core/load-balancers/commands/errors.ts';

const MAX_PAGE = 400;
const PREFIX = 'after ';

/**
 * One page of the items. A marker names the last item given, so that items that come meanwhile do
 * not shift the next page. AWS: PageSize is 1–400.
 */
export function page<Item>(
  items: readonly Item[],
  idOf: (item: Item) => string,
  { Marker, PageSize = MAX_PAGE }: { Marker?: string | undefined; PageSize?: number | undefined },
): { readonly items: readonly Item[]; readonly NextMarker?: string } {
  if (PageSize < 1 || PageSize > MAX_PAGE)
    throw validationError(`The page size must be between 1 and ${MAX_PAGE}, not ${PageSize}`);
  const start = Marker ? 1 + positionOf(items.map(idOf), Marker) : 0;
  const given = items.slice(start, start + PageSize);
  const last = given.at(-1);
  return last !== undefined && start + PageSize < items.length
    ? { items: given, NextMarker: Buffer.from(PREFIX + idOf(last)).toString('base64url') }
    : { items: given };
}

function positionOf(ids: readonly string[], marker: string): number {
  const text = Buffer.from(marker, 'base64url').toString();
  const position = text.startsWith(PREFIX) ? ids.indexOf(text.slice(PREFIX.length)) : -1;
  if (position >= 0) return position;
  throw validationError(
    'The marker is not one that an earlier page answered, or what it names is gone; begin anew.',
  );
}
