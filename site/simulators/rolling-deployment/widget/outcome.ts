import { el, setText } from '../../../widgets/dom.ts';
import { shortened } from '../../short-ids.ts';
import type { Trace } from '../simulation.ts';
import { seconds } from '../words.ts';
import type { Part } from './parts.ts';

const ending = ({ outcome }: Trace): string =>
  outcome.finished
    ? `The whole deployment: finished after ${seconds(outcome.seconds)}.`
    : `The whole deployment: not finished within ${outcome.within}. ${shortened(outcome.why)}`;

/** How the whole deployment goes, before it is played. */
export const outcome = (): Part => {
  const element = el('p', { class: 'sim-outcome', role: 'status' });
  return {
    element,
    open: (trace) => {
      const { lowestHealthy, highestLive, floor, ceiling } = trace;
      element.dataset.finished = String(trace.outcome.finished);
      setText(
        element,
        `${ending(trace)} At the lowest ${lowestHealthy} healthy (floor ${floor}), at the highest ${highestLive} tasks (ceiling ${ceiling}).`,
      );
    },
  };
};
