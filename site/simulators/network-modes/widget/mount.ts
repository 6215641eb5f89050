import { el, setText } from '../../../widgets/dom.ts';
import { shortened } from '../../short-ids.ts';
import { linkButton } from '../../widget/link-button.ts';
import { presetButtons } from '../../widget/preset-buttons.ts';
import { titled } from '../../widget/titled.ts';
import { hashOf, settingsIn } from '../address.ts';
import { type Exploration, explore } from '../explore.ts';
import { PRESETS, presetOf } from '../presets.ts';
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
  const name = element.dataset.simulator ?? '';
  const id = `sim-${name}`;
  const initial = (presetOf(element.dataset.preset) ?? PRESETS[0]).settings;
  const ownPage = document.body.classList.contains('simulator-page');
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
  const chooser = presetButtons(PRESETS, sameSettings, (chosen) => void open(chosen));
  const form = choices(id, (chosen) => void open(chosen));

  /** The address of a page of its own always leads back to what it shows. */
  const noteAddress = () => {
    const hash = hashOf(name, settings);
    const untouched = location.hash === '' && sameSettings(settings, initial);
    if (ownPage && !untouched && location.hash !== hash)
      history.replaceState(history.state, '', hash);
  };

  const open = async (wanted: Settings) => {
    settings = wanted;
    chooser.show(wanted);
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
    noteAddress();
  };

  element.replaceChildren(
    chooser.element,
    el(
      'div',
      { class: 'sim-grid' },
      el(
        'div',
        { class: 'sim-stage' },
        verdict,
        el('div', { class: 'net-both' }, simulated, ownClusters(id)),
      ),
      el(
        'div',
        { class: 'sim-side' },
        titled(`${id}-settings-title`, 'Your choice', 'sim-settings', form.element),
        titled(`${id}-about-title`, 'This mode', 'sim-settings', about.element),
      ),
    ),
    linkButton('these settings', () => hashOf(name, settings)),
  );
  element.dataset.ready = '';

  await open(settingsIn(location.hash, name) ?? initial);
  addEventListener('hashchange', () => {
    const asked = settingsIn(location.hash, name);
    if (asked !== undefined) void open(asked);
  });
};
