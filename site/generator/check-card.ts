import type { CheckInfo } from './check-info.ts';
import { type Html, html } from './html.ts';

/** A check in its place in the text; its state comes in by script. */
export const checkCard = ({ id, title, points }: CheckInfo): Html => html`
<section class="check" id="check-${id}" data-check="${id}" data-status="unknown" aria-labelledby="check-${id}-title">
<p class="check-head"><span class="tick" aria-hidden="true"></span><span class="check-title" id="check-${id}-title"><span class="visually-hidden">Check: </span>${title}</span>
<span class="points">${points} ${points === 1 ? 'point' : 'points'}</span></p>
<p class="check-state" data-check-state>Checked while the runtime is up</p>
<div class="check-detail" data-check-detail hidden></div>
</section>
`;
