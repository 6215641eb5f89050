import { el, setText } from '../../../widgets/dom.ts';
import { shortened } from '../../short-ids.ts';
import { frame, placeOf } from '../../widget/frame.ts';
import { titled } from '../../widget/titled.ts';
import { hashOf, settingsIn } from '../address.ts';
import { type Exploration, explore } from '../explore.ts';
import { PRESETS } from '../presets.ts';
import { type Settings, sameSettings } from '../settings.ts';
import { roomOnHost, verdictOf } from '../words.ts';
import { aboutMode } from './about.ts';
import { choices } from './choices.ts';
import { ownClusters } from './own-cluster.ts';
import { picture, type Sight } from './picture.ts';
import { instanceTable, taskTable } from './tables.ts';

/** What there is to see of it. */
const sightOf = (exploration: Exploration): Sight => {
  if (exploration.type === 'refused') return { hosts: [], waiting: 0, roomOn: () => '' };
  const { hosts, waiting, room, task } = exploration;
  return {
    hosts,
    waiting,
    roomOn: (host) => {
      const left = room?.get(host.key);
      return left === undefined ? '' : roomOnHost(host, left, task);
    },
  };
};

/** Builds the explorer in its place on the page and opens what the address asks for. */
export const mount = async (element: HTMLElement): Promise<void> => {
  const { name, id, initial } = placeOf(element, PRESETS);
  let settings = initial;

  const boxes = picture('Simulated');
  const verdict = el('p', { class: 'sim-outcome', role: 'status' });
  const events = el('ol', {
    class: 'sim-events net-events',
    tabindex: '0',
    'aria-labelledby': `${id}-events-title`,
  });
  const tasks = taskTable('The simulated tasks, as a table');
  const instances = instanceTable('The simulated instances, as a table');
  const simulated = titled(
    `${id}-picture-title`,
    'Simulated',
    'net-part',
    boxes.element,
    titled(`${id}-events-title`, 'What ECS says', 'sim-log', events),
    tasks.element,
    instances.element,
  );
  const about = aboutMode();
  const form = choices(id, (chosen) => void open(chosen));

  const open = async (wanted: Settings) => {
    settings = wanted;
    around.show(wanted);
    form.show(wanted);
    about.show(wanted.mode);
    const found = await explore(wanted);
    // A slider has moved on meanwhile.
    if (settings !== wanted) return;
    const sight = sightOf(found);
    boxes.show(sight);
    tasks.show(sight);
    instances.show(sight);
    const said = found.type === 'explored' ? found.events.toReversed() : [];
    events.replaceChildren(...said.map((message) => el('li', {}, shortened(message))));
    simulated.hidden = found.type === 'refused';
    verdict.dataset.finished = String(found.type === 'explored' && found.waiting === 0);
    setText(verdict, verdictOf(found));
    around.noteAddress();
  };

  const around = frame(element, {
    presets: PRESETS,
    same: sameSettings,
    choose: (chosen) => void open(chosen),
    hash: () => hashOf(name, settings),
    reopen: (hash) => {
      const asked = settingsIn(hash, name);
      if (asked !== undefined) void open(asked);
    },
    stage: [verdict, el('div', { class: 'net-both' }, simulated, ownClusters(id))],
    side: [
      titled(`${id}-settings-title`, 'Your choice', 'sim-settings', form.element),
      titled(`${id}-about-title`, 'This mode', 'sim-settings', about.element),
    ],
    linked: 'these settings',
  });
  await open(settingsIn(location.hash, name) ?? initial);
};
