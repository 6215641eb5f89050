import type { Attribute, ContainerInstance, Resources } from '../../../src/core/model/index.ts';
import type { Candidate, PlacementRequest } from '../../../src/core/placement/place.ts';
import type { InstanceLoad } from '../../../src/core/state.ts';

const CLUSTER = 'arn:aws:ecs:us-east-1:111122223333:cluster/demo';

/** A container instance in few words: what is not said is that of a t3.medium without tasks. */
export interface Sketch extends Partial<Omit<Resources, 'ports'>> {
  readonly zone?: string;
  readonly type?: string;
  readonly agentConnected?: boolean;
  readonly agentVersion?: string;
  readonly registeredAt?: number;
  readonly attributes?: readonly Attribute[];
  /** Host ports that tasks have taken. */
  readonly taken?: readonly string[];
  readonly groups?: Readonly<Record<string, number>>;
  readonly running?: number;
  /** What tasks use of it. */
  readonly used?: Partial<Resources>;
}

export const arnOf = (index: number): string =>
  `arn:aws:ecs:us-east-1:111122223333:container-instance/demo/${index}`;

export function candidate(sketch: Sketch = {}, index = 0): Candidate {
  const { zone = 'us-east-1a', type = 't3.medium', used = {} } = sketch;
  const instance: ContainerInstance = {
    containerInstanceArn: arnOf(index),
    clusterArn: CLUSTER,
    ec2InstanceId: `i-0000000000000000${index}`,
    status: 'ACTIVE',
    agentConnected: sketch.agentConnected ?? true,
    disconnectedAt: null,
    agentVersion: sketch.agentVersion ?? '1.94.0',
    dockerVersion: 'DockerVersion: 25.0.6',
    registered: {
      cpu: sketch.cpu ?? 2048,
      memoryMiB: sketch.memoryMiB ?? 3884,
      ports: ['22/tcp', '2375/tcp', '2376/tcp', '51678/tcp', '51679/tcp'],
      networkInterfaces: sketch.networkInterfaces ?? 2,
      gpus: sketch.gpus ?? 0,
    },
    availabilityZone: zone,
    attributes: [
      { name: 'ecs.availability-zone', value: zone },
      { name: 'ecs.instance-type', value: type },
      { name: 'ecs.capability.task-eni' },
      ...(sketch.attributes ?? []),
    ],
    registeredAt: sketch.registeredAt ?? Date.UTC(2026, 0, 1),
    tags: [],
    version: 1,
    dueAt: null,
  };
  const load: InstanceLoad = {
    cpu: used.cpu ?? 0,
    memoryMiB: used.memoryMiB ?? 0,
    networkInterfaces: used.networkInterfaces ?? 0,
    gpus: used.gpus ?? 0,
    ports: new Map(sketch.taken?.map((port) => [port, 1])),
    tasks: new Set(),
    groups: new Map(Object.entries(sketch.groups ?? {})),
    runningCount: sketch.running ?? 0,
    pendingCount: 0,
  };
  return { instance, load };
}

export const cluster = (...sketches: readonly Sketch[]): Candidate[] =>
  sketches.map((sketch, index) => candidate(sketch, index));

export const NEEDS: Resources = {
  cpu: 256,
  memoryMiB: 256,
  ports: [],
  networkInterfaces: 0,
  gpus: 0,
};

export const request = (change: Partial<PlacementRequest> = {}): PlacementRequest => ({
  count: 1,
  needs: NEEDS,
  requiredAttributes: [],
  constraints: [],
  strategies: [],
  group: 'service:cats',
  ...change,
});

/** Numbers that follow from the seed. */
export function seeded(seed: number): (n: number) => number {
  let state = seed + 1;
  return (n) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % n;
  };
}
