import { invalid } from './errors.ts';

const MAX_PAGE = 50;
const TOKEN_PREFIX = 'after ';

/** One page of a sorted list of named things; a token names the last one given. */
export function listPage<Item extends { readonly name: string }>(
  sorted: readonly Item[],
  { limit = MAX_PAGE, nextToken }: { limit?: number | undefined; nextToken?: string | undefined },
): { readonly items: Item[]; readonly nextToken?: string } {
  if (limit < 1 || limit > MAX_PAGE) {
    throw invalid(`limit must be between 1 and ${MAX_PAGE}, not ${limit}.`);
  }
  const start = nextToken === undefined ? 0 : positionAfter(sorted, nextToken);
  const items = sorted.slice(start, start + limit);
  const end = items.at(-1);
  return end !== undefined && start + limit < sorted.length
    ? { items, nextToken: Buffer.from(TOKEN_PREFIX + end.name).toString('base64url') }
    : { items };
}

function positionAfter(sorted: readonly { readonly name: string }[], token: string): number {
  const text = Buffer.from(token, 'base64url').toString();
  const last = sorted.findIndex(({ name }) => TOKEN_PREFIX + name === text);
  if (last >= 0) return last + 1;
  throw invalid('The specified nextToken is invalid: start again without one.');
}
