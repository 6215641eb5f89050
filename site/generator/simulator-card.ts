import type { SimulatorName, SimulatorPlace } from '../../src/workbook/lab.ts';
import { type Html, html } from './html.ts';
import { SIMULATORS } from './simulators.ts';

/** The page of a simulator, from the site's folder. */
export const simulatorPath = (name: SimulatorName): string => `simulators/${name}/index.html`;

interface Page {
  /** From the page's folder to the site's. */
  readonly root: string;
  readonly version: string;
}

/**
 * Where a simulator comes to be. Its script is loaded when it comes into view; the rest of the
 * page does not wait for it.
 */
export const simulatorPlace = (
  { id, name, preset }: Pick<SimulatorPlace, 'id' | 'name' | 'preset'>,
  { root, version }: Page,
): Html => html`
<div class="simulator" data-simulator="${id}" data-simulator-name="${name}" data-preset="${preset}" data-script="${root}assets/${name}.js?${version}">
<p class="sim-waiting" data-simulator-waiting>This runs in your browser, by script.</p>
</div>
`;

/** A simulator in its place in the text of a lab. */
export const simulatorCard = (place: SimulatorPlace, page: Page): Html => html`
<section class="simulator-card" id="simulator-${place.id}" aria-labelledby="simulator-${place.id}-title">
<p class="simulator-head"><span class="simulator-name" id="simulator-${place.id}-title">${SIMULATORS[place.name].name} (${place.preset.replaceAll('-', ' ')})</span>
<a href="${page.root}${simulatorPath(place.name)}#simulator=${place.name}&preset=${place.preset}">On a page of its own</a></p>
${simulatorPlace(place, page)}
</section>
`;
