import { noLoad } from '../../core/counts.ts';
import type { ContainerInstance, PlacementStrategy } from '../../core/model/index.ts';
import { type Candidate, type PlacementRequest, place } from '../../core/placement/place.ts';
import { type Bench, interleave, row } from './measurement.ts';

const ROUNDS = 9;
const TASKS_AN_INSTANCE = 10;
const ONE_BY_ONE = 200;

const STRATEGIES: readonly PlacementStrategy[] = [
  { type: 'spread', field: 'attribute:ecs.availability-zone' },
  { type: 'binpack', field: 'memory' },
];

/** The time to choose instances, and whether it grows faster than what is placed. */
export const placement: Bench = {
  name: 'placement',
  summary: 'choosing instances for 10,000 tasks on 1,000 instances, and for one',
  async measure(progress) {
    progress('10,000 tasks on 1,000 instances');
    const large = instances(1000);
    const small = instances(100);
    for (let warm = 0; warm < 3; warm++) placeAll(large);
    const many = await interleave(
      ROUNDS,
      () => placeAll(large),
      () => placeAll(small, 10),
    );
    progress('one task on 1,000 instances');
    for (let warm = 0; warm < 3; warm++) placeOneByOne(large);
    const single = await interleave(
      ROUNDS,
      () => placeOneByOne(large),
      () => placeOneByOne(small),
    );
    return {
      name: this.name,
      title: 'place(candidates, request, random)',
      how: `Spread by zone, then binpack on memory, over 3 zones; all tasks fit, ${TASKS_AN_INSTANCE} on each instance. In turn with a tenth of the tasks on a tenth of the instances, ten times over (first row), and with a tenth of the instances (second). A request for one task is made ${ONE_BY_ONE} times on instances that stay as they are. Time is CPU time of this process, garbage collection included. ${ROUNDS} rounds.`,
      rows: [
        row({ label: '10,000 tasks', unit: 'ms', against: '10 times 1,000 on 100' }, many, {
          text: '< 100 ms, growth < 1.5',
          met: (ours, ratio) => ours < 100 && ratio < 1.5,
        }),
        row({ label: 'one task', unit: 'µs', against: 'on 100 instances' }, single, {
          text: '< 100 µs',
          met: (ours) => ours < 100,
        }),
      ],
    };
  },
};

/** Milliseconds of CPU time to fill the instances so many times. */
function placeAll(candidates: readonly Candidate[], times = 1): number {
  const count = candidates.length * TASKS_AN_INSTANCE;
  const start = process.cpuUsage();
  for (let n = 0; n < times; n++) {
    const { placed } = place(candidates, request(count), () => 0);
    if (placed.length !== count) {
      throw new Error(`Expected ${count} tasks to be placed, found ${placed.length}.`);
    }
  }
  return cpuSince(start) / 1000;
}

/** Microseconds of CPU time a request. */
function placeOneByOne(candidates: readonly Candidate[]): number {
  const wanted = request(1);
  const start = process.cpuUsage();
  for (let n = 0; n < ONE_BY_ONE; n++) place(candidates, wanted, () => 0);
  return cpuSince(start) / ONE_BY_ONE;
}

const cpuSince = (start: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(start);
  return user + system;
};

const request = (count: number): PlacementRequest => ({
  count,
  needs: { cpu: 200, memoryMiB: 380, ports: [], networkInterfaces: 0, gpus: 0 },
  requiredAttributes: REQUIRED,
  constraints: [],
  strategies: STRATEGIES,
  group: 'service:bench',
});

const REQUIRED = [
  { name: 'com.amazonaws.ecs.capability.logging-driver.awslogs' },
  { name: 'ecs.capability.task-cpu-mem-limit' },
];

/** Instances like a t3.medium, in three zones. */
const instances = (count: number): Candidate[] =>
  Array.from({ length: count }, (_, index) => {
    const availabilityZone = `us-east-1${'abc'[index % 3]}`;
    const instance: ContainerInstance = {
      containerInstanceArn: `arn:aws:ecs:us-east-1:000000000000:container-instance/bench/${index}`,
      clusterArn: 'arn:aws:ecs:us-east-1:000000000000:cluster/bench',
      ec2InstanceId: `i-${String(index).padStart(17, '0')}`,
      status: 'ACTIVE',
      agentConnected: true,
      disconnectedAt: null,
      agentVersion: '1.94.0',
      dockerVersion: 'DockerVersion: 25.0.6',
      registered: { cpu: 2048, memoryMiB: 3884, ports: ['22/tcp'], networkInterfaces: 2, gpus: 0 },
      availabilityZone,
      attributes: [
        { name: 'ecs.availability-zone', value: availabilityZone },
        ...REQUIRED,
        ...Array.from({ length: 40 }, (_, n) => ({ name: `ecs.capability.other-${n}` })),
      ],
      registeredAt: index,
      tags: [],
      version: 1,
      dueAt: null,
    };
    return { instance, load: noLoad() };
  });
