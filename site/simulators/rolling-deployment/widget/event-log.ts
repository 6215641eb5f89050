import { announce } from '../../../widgets/announce.ts';
import { el } from '../../../widgets/dom.ts';
import { keyedList, type View } from '../../../widgets/keyed-list.ts';
import { shortened } from '../../short-ids.ts';
import { titled } from '../../widget/titled.ts';
import type { EventFrame } from '../frame.ts';
import type { Trace } from '../simulation.ts';
import { seconds } from '../words.ts';
import type { Part } from './parts.ts';

/** As many as ECS keeps. */
const MOST = 100;

const eventView = ({ time, message }: EventFrame): View<EventFrame> => ({
  element: el(
    'li',
    {},
    el('span', { class: 'sim-when' }, time < 0 ? 'before' : seconds(time)),
    ` ${shortened(message)}`,
  ),
  update: () => {},
});

/** Service events so far, newest first, as the service's page in the console has them. */
export const eventLog = (id: string): Part => {
  const list = el('ol', {
    class: 'sim-events',
    tabindex: '0',
    'aria-labelledby': `${id}-events-title`,
  });
  const showEvents = keyedList<EventFrame>(list, (event) => event.id, eventView);
  let last: string | undefined;
  return {
    element: titled(`${id}-events-title`, 'Service events', 'sim-log', list),
    open: (trace: Trace) => {
      last = trace.frames[0].events.at(-1)?.id;
    },
    show: ({ frames }, at) => {
      const events = frames.slice(0, at + 1).flatMap((frame) => frame.events);
      showEvents(events.slice(-MOST).reverse());
      const newest = events.at(-1);
      if (newest !== undefined && newest.id !== last)
        announce('simulator', shortened(newest.message));
      last = newest?.id;
    },
  };
};
