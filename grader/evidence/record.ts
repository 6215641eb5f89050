import { publicAddressThrough } from '../http/public-address.ts';
import type { Target } from '../target.ts';
import type { Evidence, SeenPage } from './evidence.ts';
import { intercepted } from './intercept.ts';
import { Recorder } from './recorder.ts';
import { takeSurvey } from './survey/survey.ts';

/**
 * A target that keeps what its checks see. Its clients are those of `target`, which is to be closed as
 * ever. `evidence` is asked for once, when the checks are done; with `survey` (the default) it looks
 * at all that there is in the account, too, so that a check that was changed can be answered.
 */
export const recordTarget = (
  target: Target,
  { survey = true }: { readonly survey?: boolean } = {},
): { readonly target: Target; readonly evidence: () => Promise<Evidence> } => {
  const recorder = new Recorder(target.now);
  const clients = intercepted(target, recorder.ask);
  const { kind, endpoint, account, region } = target;
  return {
    target: {
      ...target,
      ...clients,
      publicAddress: kind === 'aws' ? publicAddressThrough(clients) : target.publicAddress,
      getPage: async (request) => {
        const { place, path, visit } = request;
        const seen = (page: SeenPage) => recorder.seePage(place.name, path, visit, page);
        try {
          const page = await target.getPage(request);
          seen(page);
          return page;
        } catch (error) {
          // What was given up says nothing about the page.
          if (!request.signal.aborted) seen({ refused: messageOf(error) });
          throw error;
        }
      },
    },
    evidence: async () => {
      recorder.stop();
      const found = survey ? await takeSurvey(target) : undefined;
      return {
        format: 1,
        target: { kind, account, region, ...(endpoint !== undefined && { endpoint }) },
        ...recorder.seen(found),
      };
    },
  };
};

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
