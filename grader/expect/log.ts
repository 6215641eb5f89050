import {
  type FilteredLogEvent,
  FilterLogEventsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import type { CheckContext } from '../check.ts';
import { eventually, type Patience } from '../eventually.ts';
import { Unmet } from '../unmet.ts';

export interface LogExpectation extends Patience {
  readonly group: string;
  readonly streams?: readonly string[] | undefined;
  readonly pattern: RegExp;
  /** In words: `a line that says that the web app is listening`. */
  readonly expected: string;
}

/** The first log line that matches. Symptoms: `missing` (no group), `empty`, `differs`. */
export const expectLog = (
  context: CheckContext,
  { group, streams, pattern, expected, ...patience }: LogExpectation,
): Promise<FilteredLogEvent> =>
  eventually(patience, context, async () => {
    const { logs, signal } = context;
    let lines = 0;
    let nextToken: string | undefined;
    do {
      const page = await logs
        .send(
          new FilterLogEventsCommand({
            logGroupName: group,
            ...(streams !== undefined && { logStreamNames: [...streams] }),
            nextToken,
          }),
          { abortSignal: signal },
        )
        .catch((error: unknown) => {
          if (!(error instanceof ResourceNotFoundException)) throw error;
          const observed = `no log group ${group}, or not these streams in it`;
          throw new Unmet({ expected, observed, symptom: 'missing' });
        });
      const found = page.events?.find(({ message }) => pattern.test(message ?? ''));
      if (found !== undefined) return found;
      lines += page.events?.length ?? 0;
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    throw new Unmet({
      expected,
      observed: lines === 0 ? `nothing in ${group}` : `${lines} other lines in ${group}`,
      symptom: lines === 0 ? 'empty' : 'differs',
    });
  });
