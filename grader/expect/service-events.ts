import type { CheckContext } from '../check.ts';
import { Unmet } from '../unmet.ts';
import { expectService } from './service.ts';

/** The newest event of the service that is like that. Symptom: `missing`, also of the service. */
export const expectServiceEvent = async (
  context: CheckContext,
  { cluster, service }: { readonly cluster: string; readonly service: string },
  /** `expected` in words: `an event "… insufficient memory available"`. */
  { like, expected }: { readonly like: RegExp; readonly expected: string },
): Promise<string> => {
  const { events = [] } = await expectService(context, cluster, service);
  const found = events.find(({ message = '' }) => like.test(message));
  if (found?.message !== undefined) return found.message;
  throw new Unmet({
    expected,
    observed: `${events.length} events, none of which says so`,
    symptom: 'missing',
  });
};
