import { el } from '../../../widgets/dom.ts';
import { linkButton } from '../../widget/link-button.ts';
import { presetButtons } from '../../widget/preset-buttons.ts';
import { titled } from '../../widget/titled.ts';
import { hashOf, type Place, placeIn } from '../address.ts';
import { DEFAULT_GOAL } from '../goal.ts';
import { PRESETS, presetOf } from '../presets.ts';
import { type Settings, sameSettings } from '../settings.ts';
import { simulate, type Trace } from '../simulation.ts';
import { chart } from './chart.ts';
import { counts } from './counts.ts';
import { eventLog } from './event-log.ts';
import { goalForm } from './goal-form.ts';
import { legend } from './legend.ts';
import { outcome } from './outcome.ts';
import type { Part } from './parts.ts';
import { picture } from './picture.ts';
import { Player, type PlayerState } from './player.ts';
import { sliders } from './sliders.ts';
import { countTable, taskTable } from './tables.ts';
import { transport } from './transport.ts';

const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** Builds the simulator in its place on the page and opens what the address asks for. */
export const mount = async (element: HTMLElement): Promise<void> => {
  const name = element.dataset.simulator ?? '';
  const id = `sim-${name}`;
  const preset = presetOf(element.dataset.preset) ?? PRESETS[0];
  const ownPage = document.body.classList.contains('simulator-page');

  let place: Place = { settings: preset.settings, goal: DEFAULT_GOAL, at: 0 };
  const initial = hashOf(name, place);
  let trace: Trace | undefined;
  let shown: number | undefined;

  const player = new Player((state) => show(state));
  const boxes = picture();
  const numbers = counts();
  const draw = chart(id);
  const ending = outcome();
  const log = eventLog(id);
  const tasks = taskTable();
  const table = countTable();
  const parts: readonly Part[] = [boxes, numbers, draw, ending, log, tasks, table];
  const controls = transport(id, player);
  const chooser = presetButtons(
    PRESETS,
    sameSettings,
    (settings) => void open({ ...place, settings, at: 0 }),
  );
  const knobs = sliders(id, (settings) => void open({ ...place, settings, at: 0 }));
  const goal = goalForm(id, (chosen) => {
    place = { ...place, goal: chosen };
    if (trace !== undefined) goal.show(trace, chosen);
    noteAddress();
  });

  const show = (state: PlayerState) => {
    if (trace === undefined) return;
    controls.show(trace, state);
    draw.cursor(calm.matches ? (trace.frames[state.at]?.time ?? 0) : state.time);
    if (shown !== state.at) {
      shown = state.at;
      for (const part of parts) part.show?.(trace, state.at);
    }
    place = { ...place, at: state.at };
    if (!state.playing) noteAddress();
  };

  /** The address of a page of its own always leads back to what it shows. */
  const noteAddress = () => {
    const hash = hashOf(name, place);
    const untouched = location.hash === '' && hash === initial;
    if (ownPage && !untouched && location.hash !== hash)
      history.replaceState(history.state, '', hash);
  };

  let asked: Settings | undefined;
  const open = async (wanted: Place) => {
    place = wanted;
    asked = wanted.settings;
    chooser.show(wanted.settings);
    knobs.show(wanted.settings);
    const found = await simulate(wanted.settings);
    // A slider has moved on meanwhile.
    if (asked !== wanted.settings) return;
    trace = found;
    shown = undefined;
    for (const part of parts) part.open?.(trace);
    goal.show(trace, wanted.goal);
    player.open(trace.frames, wanted.at);
  };

  element.replaceChildren(
    chooser.element,
    el(
      'div',
      { class: 'sim-grid' },
      el(
        'div',
        { class: 'sim-stage' },
        boxes.element,
        numbers.element,
        controls.element,
        draw.element,
        legend(),
        ending.element,
      ),
      el(
        'div',
        { class: 'sim-side' },
        titled(`${id}-settings-title`, 'Your choice', 'sim-settings', knobs.element),
        goal.element,
      ),
    ),
    el('div', { class: 'sim-below' }, log.element, tasks.element, table.element),
    linkButton('this moment', () => hashOf(name, place)),
  );
  element.dataset.ready = '';

  await open(placeIn(location.hash, name) ?? place);
  addEventListener('hashchange', () => {
    const asked = placeIn(location.hash, name);
    if (asked === undefined) return;
    if (trace !== undefined && sameSettings(asked.settings, place.settings)) {
      place = asked;
      goal.show(trace, asked.goal);
      player.pause();
      player.seek(asked.at);
    } else void open(asked);
  });
};
