import { AwsError } from '../aws-error.ts';

interface PageRequest {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
}

/**
 * One page of the items; without MaxResults all of them. A token names the last item given, so that
 * items that come meanwhile do not shift the next page. AWS: MaxResults is 5–1000.
 */
export function page<Item>(
  items: readonly Item[],
  idOf: (item: Item) => string,
  { NextToken, MaxResults }: PageRequest,
): { readonly items: readonly Item[]; readonly NextToken?: string } {
  if (MaxResults !== undefined && (MaxResults < 5 || MaxResults > 1000)) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.`,
    );
  }
  const last = NextToken ? readToken(NextToken) : undefined;
  const before = last === undefined ? -1 : items.findIndex((item) => idOf(item) === last);
  if (last !== undefined && before < 0) throw invalidToken();
  const start = before + 1;
  const end = MaxResults === undefined ? items.length : start + MaxResults;
  const given = items.slice(start, end);
  const final = given.at(-1);
  return final !== undefined && end < items.length
    ? { items: given, NextToken: Buffer.from(PREFIX + idOf(final)).toString('base64url') }
    : { items: given };
}

const PREFIX = 'after ';

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith(PREFIX)) throw invalidToken();
  return text.slice(PREFIX.length);
}

const invalidToken = () =>
  new AwsError(
    'InvalidNextToken',
    'The token is not one that an earlier page answered, or what it names is gone; begin anew.',
  );
