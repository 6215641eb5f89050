import { html } from './html.ts';
import { layout } from './layout.ts';
import { simulatorPlace } from './simulator-card.ts';

const root = '../../';

/** The simulator of rolling deployments on a page of its own; needs no runtime. */
export const simulatorPage = (version: string): string =>
  layout({
    title: 'Rolling deployments, simulated · ECS Workbook',
    description:
      'Replace the tasks of an Amazon ECS service in your browser: floor, ceiling, capacity and time, step by step.',
    root,
    script: 'simulator-page',
    simulator: true,
    version,
    bodyClass: 'simulator-page',
    content: html`
<main id="main" tabindex="-1">
<header class="simulator-page-head">
<p class="kicker">Simulator</p>
<h1>A rolling deployment</h1>
<p class="lead">A service is given a new revision of its task definition, and every task has to be replaced while the service goes on. Two percentages say how: how few tasks may be healthy, and how many may be there at once. Capacity and time decide the rest.</p>
</header>
${simulatorPlace({ id: 'rolling-deployment', name: 'rolling-deployment', preset: 'example-1' }, { root, version })}
<section class="prose simulator-notes">
<h2>What is simulated</h2>
<p>What decides here is not a drawing of ECS: it is the scheduler of this workbook’s runtime, the one that your own cluster runs on, with containers that exist only as a model and a clock that jumps from one event to the next. The instances stand in three zones. Tasks are spread over them as a service spreads them by default.</p>
<ul>
<li><strong>The floor</strong> is the desired count times the minimum percentage, rounded up: so many tasks stay healthy.</li>
<li><strong>The ceiling</strong> is the desired count times the maximum percentage, rounded down: at most so many tasks are pending or running.</li>
<li><strong>Capacity</strong> knows nothing of either. A task that is stopping has left both counts and still takes up its place until it is gone, which here takes two seconds.</li>
<li><strong>Healthy</strong> means that the container’s own health check has succeeded, not merely that the container runs.</li>
<li><strong>Failures</strong> are new containers that exit before they are healthy. The scheduler tries again, waits longer each time, and never gives up: there is no circuit breaker here.</li>
</ul>
</section>
</main>`,
  });
