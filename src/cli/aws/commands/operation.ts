import { mergePages, type Pages, paginate } from '../invoke/paginate.ts';
import type { PlainObject } from '../invoke/plain.ts';
import type { Operation } from '../model/service.ts';
import { format } from '../output/print.ts';
import { compileQuery, type Query } from '../output/query.ts';
import { parseOperationOptions, readInput, wantedSkeleton } from '../parameters/operation-input.ts';
import { readPageOptions } from '../parameters/page-options.ts';
import { skeleton } from '../parameters/skeleton.ts';
import type { Session } from '../session.ts';

/** Runs one operation of the API: reads its options, calls it, prints the response. */
export async function runOperation(
  session: Session,
  operation: Operation,
  args: readonly string[],
): Promise<void> {
  const { options, configuration, surroundings } = session;
  const values = parseOperationOptions(operation, args);
  const outline = wantedSkeleton(values);
  if (outline !== undefined) {
    surroundings.print(`${JSON.stringify(skeleton(operation[outline]), null, 4)}\n`);
    return;
  }
  const query = await compileQuery(options.query);
  const input = readInput(operation, values);
  const pageOptions = readPageOptions(operation, values, options.paginate);
  if (pageOptions === undefined) {
    await print(session, operation, query, await session.call(operation, input));
    return;
  }
  const call = (page: object): Promise<PlainObject> => session.call(operation, page);
  const pages = await paginate(operation, input, pageOptions, call);
  if (configuration.output === 'text') await printPages(session, operation, query, pages);
  else await print(session, operation, query, mergePages(pages));
}

async function print(
  { configuration, surroundings }: Session,
  operation: Operation,
  query: Query,
  response: PlainObject,
): Promise<void> {
  const { output } = configuration;
  surroundings.print(
    await format(query(response), output, operation.name, surroundings.terminalWidth),
  );
}

/** Text is printed page by page, the query applied to each, as the AWS CLI does. */
async function printPages(
  session: Session,
  operation: Operation,
  query: Query,
  { pages, resumeToken }: Pages,
): Promise<void> {
  for (const page of pages) await print(session, operation, query, page);
  if (resumeToken === undefined) return;
  await print(session, operation, query, { NextToken: { NextToken: resumeToken } });
}
