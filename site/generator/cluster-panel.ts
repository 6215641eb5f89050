import { html } from './html.ts';

/** Where the live picture of the cluster comes to be; readable without the runtime too. */
export const clusterPanel = html`
<section class="cluster" aria-labelledby="cluster-title" data-cluster>
<h2 id="cluster-title">Your cluster</h2>
<p class="cluster-clock" data-cluster-clock hidden></p>
<p class="cluster-empty" data-cluster-empty>When the runtime is up (<code>npm start</code>), each task appears here as a cat in its box.</p>
<div data-cluster-picture hidden></div>
</section>`;
