import { catPicture } from '../../../widgets/cat-picture.ts';
import { el, setText } from '../../../widgets/dom.ts';
import { enter } from '../../../widgets/motion.ts';
import { plural } from '../../../widgets/plural.ts';
import { shortId } from '../../short-ids.ts';
import type { TaskFrame } from '../frame.ts';
import type { Trace } from '../simulation.ts';
import { inWords, stateOf } from '../words.ts';
import { frameAt, type Part } from './parts.ts';

interface Slot {
  readonly element: HTMLElement;
  show(task: TaskFrame | undefined): void;
}

/** A place on an instance: empty, or a cat in its box. */
const slot = (): Slot => {
  const cat = el('img', { alt: '', width: '64', height: '64' });
  const label = el('span', { class: 'sim-label' });
  const word = el('span', { class: 'sim-word' });
  const element = el(
    'div',
    { class: 'sim-slot' },
    el('span', { class: 'sim-cat' }, cat),
    el('span', { class: 'sim-box' }, label),
    word,
  );
  let shown: string | undefined;
  return {
    element,
    show: (task) => {
      if (task === undefined) {
        element.dataset.state = 'free';
        element.removeAttribute('data-generation');
        cat.removeAttribute('src');
      } else {
        element.dataset.state = stateOf(task);
        element.dataset.generation = task.generation;
        const source = catPicture(task.id);
        if (cat.getAttribute('src') !== source) cat.setAttribute('src', source);
        if (task.id !== shown) enter(element);
      }
      shown = task?.id;
      setText(label, task === undefined ? '' : task.generation);
      setText(word, task === undefined ? 'free' : stateOf(task));
    },
  };
};

/** Cats in their boxes on the instances of each zone. In words: the tables and the counts. */
export const picture = (): Part => {
  const element = el('div', { class: 'sim-picture', role: 'img' });
  let slots: Slot[][] = [];

  return {
    element,
    open: ({ instances }: Trace) => {
      const zones = new Map<string, HTMLElement>();
      slots = instances.map(({ availabilityZone, id, room }) => {
        let zone = zones.get(availabilityZone);
        if (zone === undefined) {
          zone = el(
            'div',
            { class: 'sim-zone' },
            el('p', { class: 'sim-zone-name' }, availabilityZone),
          );
          zones.set(availabilityZone, zone);
        }
        const places = Array.from({ length: room }, slot);
        zone.append(
          el(
            'div',
            { class: 'sim-instance' },
            el('div', { class: 'sim-slots' }, ...places.map((place) => place.element)),
            el('p', { class: 'sim-instance-name' }, `${shortId(id)}…: room for ${room}`),
          ),
        );
        return places;
      });
      element.replaceChildren(...zones.values());
    },
    show: (trace, at) => {
      const frame = frameAt(trace, at);
      const tasks = new Map(frame.tasks.map((task) => [`${task.instance} ${task.slot}`, task]));
      slots.forEach((places, instance) => {
        places.forEach((place, index) => {
          place.show(tasks.get(`${instance} ${index}`));
        });
      });
      element.setAttribute(
        'aria-label',
        `${plural(frame.tasks.length, 'cat')} in boxes on ${plural(trace.instances.length, 'instance')}. ${inWords(frame)}`,
      );
    },
  };
};
