import type { SimulatorName } from '../../src/workbook/lab.ts';
import { type Html, html } from './html.ts';

/** What the site says of a simulator. */
export interface SimulatorWords {
  /** Where it stands in the text of a lab, and in the list of all. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly kicker: string;
  readonly heading: string;
  readonly lead: string;
  /** Under "What is simulated": what decides here, and what is left out. */
  readonly notes: Html;
}

const rollingDeployment: SimulatorWords = {
  name: 'Simulator: a rolling deployment',
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

const networkModes: SimulatorWords = {
  name: 'Explorer: network modes',
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

const cost: SimulatorWords = {
  name: 'Simulator: what it costs',
  title: 'Fargate and EC2, priced',
  description:
    'Describe a workload and see what it costs on AWS Fargate and on Amazon EC2, line by line, and where the two cross.',
  kicker: 'Simulator',
  heading: 'What it costs',
  lead: 'On Fargate one pays for tasks while they run, on EC2 for instances while they are there, full or empty. Describe a workload; see both bills line by line, where they cross, and what drives them.',
  notes: html`
<p>Both bills are made by this workbook’s own meter, the one that prices what runs on your cluster (<code>npm run cost</code>): the same lines under the same names as on a bill of AWS, each rounded to the cent before they are added. A month has 730 hours, as in AWS’s calculator.</p>
<ul>
<li><strong>Fargate</strong> bills what a task reserves, used or not, in the sizes that Fargate has. The cheapest that holds the task is taken.</li>
<li><strong>EC2</strong> bills instances. They hold as many tasks as fit by vCPU, memory (less what the system keeps) and, in awsvpc mode, network interfaces. A crossing over copies jumps, since instances come whole.</li>
<li><strong>Spot</strong> prices move with supply. The discount is an assumption of yours, and a task on Spot may be taken away with two minutes’ notice.</li>
<li><strong>A Savings Plan</strong> is a promise: so many dollars in every hour of the month, used or not. What it covers is cheaper; what one gets depends on term and payment, so the discounts are yours to fill in.</li>
<li><strong>Prices</strong> are those of us-east-1 for Linux, with their date beside each figure. They change: look at AWS before you rely on one.</li>
<li><strong>Left out</strong>: data transfer, load balancers, EBS volumes of instances, public IPv4 addresses, NAT gateways, CloudWatch, ECR, support and taxes, and the hours in which somebody looks after the instances.</li>
</ul>`,
};

/** All simulators, in the order in which the site lists them. */
export const SIMULATORS: Readonly<Record<SimulatorName, SimulatorWords>> = {
  'rolling-deployment': rollingDeployment,
  'network-modes': networkModes,
  cost,
};
