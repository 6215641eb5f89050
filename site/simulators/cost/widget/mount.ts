import { type Estimate, estimateOf } from '../../../../src/core/cost/estimate.ts';
import { CostInputError } from '../../../../src/core/cost/inputs.ts';
import { el, setText } from '../../../widgets/dom.ts';
import { frame, placeOf } from '../../widget/frame.ts';
import { titled } from '../../widget/titled.ts';
import { hashOf, settingsIn } from '../address.ts';
import { PRESETS } from '../presets.ts';
import { designOf, type Settings, sameSettings } from '../settings.ts';
import { verdictOf } from '../words.ts';
import { bills } from './bills.ts';
import { choices } from './choices.ts';
import { costPlot } from './cost-plot.ts';
import { dayEditor } from './day-editor.ts';
import { dayPlot } from './day-plot.ts';
import { drivers } from './drivers.ts';
import { ownBill } from './own-cluster.ts';

/** What the workload costs on either side, or why it cannot run there. */
const priced = (settings: Settings): Estimate | string => {
  try {
    return estimateOf(designOf(settings));
  } catch (error) {
    if (error instanceof CostInputError) return error.message;
    throw error;
  }
};

/** Builds the cost simulator in its place on the page and opens what the address asks for. */
export const mount = (element: HTMLElement): void => {
  const { name, id, initial } = placeOf(element, PRESETS);
  let settings = initial;

  const verdict = el('p', { class: 'sim-outcome', role: 'status' });
  const both = bills(id);
  const plot = costPlot(id, (over) => open({ ...settings, over }));
  const day = dayPlot();
  const moves = drivers(id);
  const form = choices(id, (chosen) => open(chosen));
  const hours = dayEditor(id, (day) => open({ ...settings, day }));
  const theDay = titled(
    `${id}-day-title`,
    'The day',
    'cost-part',
    hours.element,
    day.plot,
    day.table,
  );
  const priceable = [both.element, plot.element, day.plot, day.table, moves.element];

  const open = (wanted: Settings) => {
    settings = wanted;
    around.show(wanted);
    form.show(wanted);
    hours.show(wanted);
    const found = priced(wanted);
    const cannot = typeof found === 'string';
    for (const part of priceable) part.hidden = cannot;
    verdict.dataset.finished = String(!cannot);
    if (cannot) setText(verdict, found);
    else {
      setText(verdict, verdictOf(found));
      both.show(found, wanted.instanceType);
      plot.show(wanted, found);
      day.show(wanted, found);
      moves.show(wanted, found);
    }
    around.noteAddress();
  };

  const around = frame(element, {
    presets: PRESETS,
    same: sameSettings,
    choose: open,
    hash: () => hashOf(name, settings),
    reopen: (hash) => {
      const asked = settingsIn(hash, name);
      if (asked !== undefined) open(asked);
    },
    stage: [
      verdict,
      both.element,
      plot.element,
      theDay,
      moves.element,
      ownBill(id, () => settings, open),
    ],
    side: [titled(`${id}-settings-title`, 'Your workload', 'sim-settings', form.element)],
    linked: 'this workload',
  });
  open(settingsIn(location.hash, name) ?? initial);
};
