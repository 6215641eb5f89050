import { type Html, html } from './html.ts';
import { simulators } from './simulator-page.ts';
import { textPage } from './text-page.ts';

/** All simulators with a sentence each; `root` leads to the site's folder. */
export const simulatorList = (root: string): Html => html`
<ul class="simulator-list">
${simulators.map(
  ({ path, kicker, heading, description }) =>
    html`<li><p class="entry-title"><a href="${root}${path}">${heading}</a> <span class="tag">${kicker}</span></p><p>${description}</p></li>\n`,
)}</ul>`;

/** At `simulators/index.html`. */
export const simulatorsPage = (version: string): string =>
  textPage({
    path: 'simulators/index.html',
    kicker: 'In your browser',
    heading: 'Simulators',
    lead: 'The scheduler and the meter of your own cluster, with containers that exist only as a model. Nothing to install, nothing to break, nothing to pay.',
    content: simulatorList('../'),
    version,
  });
