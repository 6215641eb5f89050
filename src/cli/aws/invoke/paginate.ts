import { memberNames, members, type Operation } from '../model/service.ts';
import { CommandError, exitStatus } from '../usage.ts';
import type { Plain, PlainObject } from './plain.ts';

/** What the student asked of pagination. */
export interface PageOptions {
  readonly startingToken?: string | undefined;
  readonly pageSize?: number | undefined;
  readonly maxItems?: number | undefined;
}

export interface Pages {
  /** Each with its results only, cut to what was asked. */
  readonly pages: readonly PlainObject[];
  /** Where to go on, for `--starting-token`. */
  readonly resumeToken?: string;
}

/** The member that limits a page: `maxResults` in most operations, `limit` in CloudWatch Logs, `MaxResults` in EC2, `PageSize` in ELB, `MaxItems` in IAM. */
export function limitMember(operation: Operation): string | undefined {
  return memberNames(operation.input).find((name) =>
    /^(maxResults|MaxResults|limit|PageSize|MaxItems)$/.test(name),
  );
}

/** The lists that pages share out, the one that is counted first. */
export function resultMembers(operation: Operation): string[] {
  return members(operation.output)
    .filter(([, schema]) => schema.isListSchema())
    .map(([name]) => name);
}

/** Calls until there is no next token or enough items. */
export async function paginate(
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
  options: PageOptions,
  call: (input: object) => Promise<PlainObject>,
): Promise<Pages> {
  const results = resultMembers(operation);
  const primary = results[0] ?? '';
  const start = decodeToken(operation.tokenMember, options.startingToken);
  const limit = limitMember(operation);
  const sized =
    options.pageSize === undefined || limit === undefined ? {} : { [limit]: options.pageSize };
  const maxItems = options.maxItems ?? Number.POSITIVE_INFINITY;
  const pages: PlainObject[] = [];
  let token = start.token;
  let skip = start.skip;
  let items = 0;
  for (;;) {
    const answer = await call({
      ...input,
      ...sized,
      ...(token === null ? {} : { [operation.tokenMember]: token }),
    });
    const list = asList(answer[primary]).slice(skip);
    const keep = Math.min(list.length, maxItems - items);
    pages.push(pick(answer, results, primary, list.slice(0, keep), skip > 0));
    if (keep < list.length)
      return { pages, resumeToken: encodeToken(operation.tokenMember, token, keep + skip) };
    items += keep;
    const next = answer[operation.nextTokenMember];
    if (typeof next !== 'string') return { pages };
    if (items >= maxItems)
      return { pages, resumeToken: encodeToken(operation.tokenMember, next, 0) };
    if (next === token) {
      throw new CommandError(
        `Error during pagination: The same next token was received twice: ${next}`,
      );
    }
    token = next;
    skip = 0;
  }
}

/** All pages as one response. */
export function mergePages({ pages, resumeToken }: Pages): PlainObject {
  const merged: PlainObject = {};
  for (const page of pages) {
    for (const [name, value] of Object.entries(page)) {
      merged[name] = [...asList(merged[name]), ...asList(value)];
    }
  }
  return resumeToken === undefined ? merged : { ...merged, NextToken: resumeToken };
}

/** After items were skipped, the other lists of that page were shown already. */
function pick(
  answer: PlainObject,
  results: readonly string[],
  primary: string,
  list: Plain[],
  resumed: boolean,
): PlainObject {
  const page: PlainObject = {};
  for (const name of results) {
    const value = answer[name];
    if (value !== undefined) page[name] = name === primary ? list : resumed ? [] : value;
  }
  return page;
}

function asList(value: Plain | undefined): Plain[] {
  return Array.isArray(value) ? value : [];
}

/** The AWS CLI's own token: the service's, and how many items of its page were shown. */
function encodeToken(member: string, token: string | null, shown: number): string {
  const next = token === null ? 'null' : JSON.stringify(token);
  const amount = shown === 0 ? '' : `, "boto_truncate_amount": ${shown}`;
  return Buffer.from(`{"${member}": ${next}${amount}}`).toString('base64');
}

function decodeToken(
  member: string,
  written: string | undefined,
): { token: string | null; skip: number } {
  if (written === undefined) return { token: null, skip: 0 };
  try {
    const decoded: unknown = JSON.parse(Buffer.from(written, 'base64').toString('utf8'));
    if (typeof decoded !== 'object' || decoded === null) throw new SyntaxError('not an object');
    const fields = new Map<string, unknown>(Object.entries(decoded));
    const token = fields.get(member);
    const skip = fields.get('boto_truncate_amount') ?? 0;
    if (typeof skip !== 'number') throw new SyntaxError('not a number');
    return { token: typeof token === 'string' ? token : null, skip };
  } catch {
    // A token of the service itself is good too.
    if (written !== '') return { token: written, skip: 0 };
    throw new CommandError('Bad starting token: it is empty', exitStatus.usage);
  }
}
