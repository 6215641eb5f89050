import { SIMULATOR_NAMES, SIMULATOR_PRESETS, type SimulatorName } from '../../src/workbook/lab.ts';
import { html } from './html.ts';
import { layout, rootOf } from './layout.ts';
import { simulatorPath, simulatorPlace } from './simulator-card.ts';
import { SIMULATORS } from './simulators.ts';

/** Every simulator, for lists that lead to it. */
export const simulators = SIMULATOR_NAMES.map((name) => ({
  path: simulatorPath(name),
  ...SIMULATORS[name],
}));

/** A simulator on a page of its own; needs no runtime. */
export const simulatorPage = (name: SimulatorName, version: string): string => {
  const { title, description, kicker, heading, lead, notes } = SIMULATORS[name];
  return layout({
    title: `${title} · ECS Workbook`,
    description,
    path: simulatorPath(name),
    script: 'simulator-page',
    simulator: true,
    version,
    bodyClass: 'simulator-page',
    content: html`
<main id="main" tabindex="-1">
<header class="simulator-page-head">
<p class="kicker">${kicker}</p>
<h1>${heading}</h1>
<p class="lead">${lead}</p>
</header>
${simulatorPlace({ id: name, name, preset: SIMULATOR_PRESETS[name][0] }, { root: rootOf(simulatorPath(name)), version })}
<section class="prose simulator-notes">
<h2>What is simulated</h2>
${notes}
</section>
</main>`,
  });
};
