import { frame, placeOf } from '../../widget/frame.ts';
import { titled } from '../../widget/titled.ts';
import { hashOf, type Place, placeIn } from '../address.ts';
import { DEFAULT_GOAL } from '../goal.ts';
import { PRESETS } from '../presets.ts';
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
  const { name, id, initial } = placeOf(element, PRESETS);
  let place: Place = { settings: initial, goal: DEFAULT_GOAL, at: 0 };
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
  const choose = (settings: Settings) => void open({ ...place, settings, at: 0 });
  const knobs = sliders(id, choose);
  const goal = goalForm(id, (chosen) => {
    place = { ...place, goal: chosen };
    if (trace !== undefined) goal.show(trace, chosen);
    around.noteAddress();
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
    if (!state.playing) around.noteAddress();
  };

  let asked: Settings | undefined;
  const open = async (wanted: Place) => {
    place = wanted;
    asked = wanted.settings;
    around.show(wanted.settings);
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

  const reopen = (hash: string) => {
    const wanted = placeIn(hash, name);
    if (wanted === undefined) return;
    if (trace !== undefined && sameSettings(wanted.settings, place.settings)) {
      place = wanted;
      goal.show(trace, wanted.goal);
      player.pause();
      player.seek(wanted.at);
    } else void open(wanted);
  };

  const around = frame(element, {
    presets: PRESETS,
    same: sameSettings,
    choose,
    hash: () => hashOf(name, place),
    reopen,
    stage: [
      boxes.element,
      numbers.element,
      controls.element,
      draw.element,
      legend(),
      ending.element,
    ],
    side: [
      titled(`${id}-settings-title`, 'Your choice', 'sim-settings', knobs.element),
      goal.element,
    ],
    below: [log.element, tasks.element, table.element],
    linked: 'this moment',
  });
  await open(placeIn(location.hash, name) ?? place);
};
