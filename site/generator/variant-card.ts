import type { Lab } from '../../src/workbook/lab.ts';
import { variableOf, variantOf } from '../../src/workbook/variant.ts';
import { type Html, html } from './html.ts';

/** The values of those who are no students; the student's own come in by script. */
export const variantCard = (lab: Lab): Html => html`
<div class="table variant" id="variant-values" data-variant tabindex="0" role="group" aria-label="Your own values"><table>
<caption data-variant-of>Values for those who are no students. To have your own, start the workbook with <code>npm start -- --student YOUR-ID</code></caption>
<thead><tr><th scope="col">name</th><th scope="col">in the shell</th><th scope="col">value</th></tr></thead>
<tbody>
${Object.entries(variantOf(lab)).map(
  ([name, value]) =>
    html`<tr><td>${name}</td><td><code>$${variableOf(name)}</code></td><td><code data-variant-value="${name}">${value}</code></td></tr>\n`,
)}</tbody></table></div>
`;
