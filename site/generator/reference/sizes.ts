import { memoryForTasks, TAKEN_PORTS } from '../../../src/core/container-instances/resources.ts';
import { FARGATE_PRICES } from '../../../src/core/cost/prices.ts';
import { INSTANCE_TYPES } from '../../../src/core/ec2/instance-types.ts';
import { FARGATE_SIZES } from '../../../src/core/task-definitions/fargate.ts';
import { type Html, html } from '../html.ts';
import { code, dollars, number, table } from './table.ts';

const { vCpu, memory } = FARGATE_PRICES.X86_64;
const hourly = (cpu: number, mib: number) =>
  dollars((cpu / 1024) * vCpu.usd + (mib / 1024) * memory.usd, 4);

const gib = (mib: number) => `${mib / 1024}`;

/** "2 to 8 in steps of 1", or the few that there are. */
const memories = (sizes: readonly number[]): string => {
  const [first = 0, second = 0] = sizes;
  if (sizes.length < 4) return sizes.map(gib).join(', ');
  return `${gib(first)} to ${gib(sizes.at(-1) ?? 0)} in steps of ${gib(second - first)}`;
};

const fargate = table(
  'Task sizes on Fargate',
  ['cpu', 'vCPUs', 'memory, GB', 'smallest, an hour', 'largest, an hour'],
  [...FARGATE_SIZES].map(([cpu, sizes]) => [
    code(String(cpu)),
    cpu / 1024,
    memories(sizes),
    hourly(cpu, sizes[0] ?? 0),
    hourly(cpu, sizes.at(-1) ?? 0),
  ]),
);

const instances = table(
  'EC2 instance types',
  [
    'type',
    'vCPUs',
    'CPU units',
    'memory, MiB',
    'for tasks, MiB',
    'interfaces',
    'awsvpc tasks',
    'with trunking',
    'an hour',
  ],
  INSTANCE_TYPES.map((type) => [
    code(type.instanceType),
    type.vcpus,
    number(type.vcpus * 1024),
    number(type.memoryMiB),
    number(memoryForTasks(type.memoryMiB)),
    type.maxNetworkInterfaces,
    type.maxNetworkInterfaces - 1,
    type.awsvpcTasksTrunked ?? '–',
    dollars(type.usdPerHour),
  ]),
);

/** How large things are. */
export const sizes: Html = html`
<p>Prices are those of Linux on x86, of ${vCpu.asOf}, in us-east-1. A vCPU is 1,024 CPU units, a GB here 1,024 MiB.</p>
${fargate}
<p>One interface of an instance is its own, so that a task in awsvpc mode can have each of the others. A dash: the type has no trunking, or AWS lists none. What is left for tasks is how this runtime reckons; on AWS it depends on the image. Ports that an instance has taken already: ${TAKEN_PORTS.join(', ')}.</p>
${instances}`;
