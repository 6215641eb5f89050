import { AwsError } from './aws-error.ts';

const MAX_PAGE = 100;

export interface PageRequest {
  readonly nextToken?: string | undefined;
  readonly maxResults?: number | undefined;
}

/**
 * One page of sorted ARNs. A token names the last ARN given, not a position, so that what comes
 * and goes between two pages makes nothing appear twice or be passed over.
 */
export function page(
  sortedArns: readonly string[],
  { nextToken, maxResults }: PageRequest,
  options: {
    readonly defaultSize?: number;
    readonly compare?: (a: string, b: string) => number;
    /** The error code for a token that no page answered. */
    readonly tokenError?: string;
  } = {},
): { readonly arns: string[]; readonly nextToken?: string } {
  const { defaultSize = MAX_PAGE, compare = compareText, tokenError } = options;
  const size = maxResults ?? defaultSize;
  if (size < 1 || size > MAX_PAGE) {
    throw invalid(`maxResults must be between 1 and ${MAX_PAGE}, not ${size}.`);
  }
  const last = nextToken === undefined ? undefined : readToken(nextToken, tokenError);
  const next =
    last === undefined ? 0 : sortedArns.findIndex((candidate) => compare(candidate, last) > 0);
  if (next < 0) return { arns: [] };
  const arns = sortedArns.slice(next, next + size);
  const end = arns.at(-1);
  return end !== undefined && next + size < sortedArns.length
    ? { arns, nextToken: writeToken(end) }
    : { arns };
}

/** By code unit, the same on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const TOKEN_PREFIX = 'after ';
const writeToken = (arn: string) => Buffer.from(TOKEN_PREFIX + arn).toString('base64url');

function readToken(token: string, code?: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (text.startsWith(TOKEN_PREFIX)) return text.slice(TOKEN_PREFIX.length);
  throw invalid('Invalid token: nextToken must be one that an earlier page answered.', code);
}

const invalid = (message: string, code = 'InvalidParameterException') =>
  new AwsError(code, message);
