import { SIMULATOR_NAMES, SIMULATOR_PRESETS, type SimulatorName } from '../../src/workbook/lab.ts';
import { type Html, html } from './html.ts';
import { layout, rootOf } from './layout.ts';
import { simulatorPath, simulatorPlace } from './simulator-card.ts';

interface Words {
  readonly title: string;
  readonly description: string;
  readonly kicker: string;
  readonly heading: string;
  readonly lead: string;
  readonly notes: Html;
}

const rollingDeployment: Words = {
  title: 'Rolling deployments, simulated',
  description:
    'Replace the tasks of an Amazon ECS service in your browser: floor, ceiling, capacity and time, step by step.',
  kicker: 'Simulator',
  heading: 'A rolling deployment',
  lead: 'A service is given a new revision of its task definition, and every task has to be replaced while the service goes on. Two percentages say how: how few tasks may be healthy, and how many may be there at once. Capacity and time decide the rest.',
  notes: html`
<p>What decides here is not a drawing of ECS: it is the scheduler of this workbook’s runtime, the one that your own cluster runs on, with containers that exist only as a model and a clock that jumps from one event to the next. The instances stand in three zones. Tasks are spread over them as a service spreads them by default.</p>
<ul>
<li><strong>The floor</strong> is the desired count times the minimum percentage, rounded up: so many tasks stay healthy.</li>
<li><strong>The ceiling</strong> is the desired count times the maximum percentage, rounded down: at most so many tasks are pending or running.</li>
<li><strong>Capacity</strong> knows nothing of either. A task that is stopping has left both counts and still takes up its place until it is gone, which here takes two seconds.</li>
<li><strong>Healthy</strong> means that the container’s own health check has succeeded, not merely that the container runs.</li>
<li><strong>Failures</strong> are new containers that exit before they are healthy. The scheduler tries again, waits longer each time, and never gives up: there is no circuit breaker here.</li>
</ul>`,
};

const networkModes: Words = {
  title: 'Network modes, explored',
  description:
    'host, bridge, awsvpc and none in your browser: what fits on an instance, at which address and port, and what is in the way of the next task.',
  kicker: 'Explorer',
  heading: 'Network modes',
  lead: 'How a task gets its network decides how many copies fit on an instance, and where each is found. Choose a mode, an instance type and a number of copies; see the addresses and the ports, and what runs out first.',
  notes: html`
<p>Each choice is carried out: the scheduler of this workbook’s runtime, the one that your own cluster runs on, registers a task definition, starts the instances and places a service of so many copies on them, in your browser and with containers that exist only as a model. Afterwards it is asked for more such tasks until it refuses, which is how the page knows what else would fit.</p>
<ul>
<li><strong>Interfaces</strong>: every instance keeps one for itself. In awsvpc mode a task needs one of the others, or with ENI trunking a branch of one.</li>
<li><strong>Ports</strong>: a fixed host port exists once on each instance, and some belong to the instance already (22 for SSH, those of Docker and of the ECS agent).</li>
<li><strong>CPU and memory</strong> are reserved by each task in every mode. The tasks here want little of both, so that other things can run out first.</li>
<li><strong>Reasons</strong> are ECS’s own: <code>RESOURCE:PORTS</code>, <code>RESOURCE:ENI</code> and the like are what RunTask answers, the longer sentences are service events.</li>
<li><strong>Time</strong> is left out: on AWS an interface takes a while to attach before an awsvpc task can start.</li>
</ul>`,
};

const WORDS: Readonly<Record<SimulatorName, Words>> = {
  'rolling-deployment': rollingDeployment,
  'network-modes': networkModes,
};

/** Every simulator, for lists that lead to it. */
export const simulators = SIMULATOR_NAMES.map((name) => ({
  path: simulatorPath(name),
  ...WORDS[name],
}));

/** A simulator on a page of its own; needs no runtime. */
export const simulatorPage = (name: SimulatorName, version: string): string => {
  const { title, description, kicker, heading, lead, notes } = WORDS[name];
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
