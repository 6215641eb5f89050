import type { ContainerInstance, PlacementStrategy } from '../../../src/core/model/index.ts';
import type {
  Candidate,
  PlacementRequest,
  RefusalReason,
} from '../../../src/core/placement/place.ts';
import { parseQuery } from '../../../src/core/placement/query.ts';

/**
 * Placement from its definitions, with no thought of speed: for each task everything is counted
 * anew from the instances and the list of what has been placed so far.
 */

/** What one step may choose among, and what it must choose where nothing is left to chance. */
export interface OracleStep {
  /** Places among the candidates that all strategies before `random` leave. */
  readonly allowed: readonly number[];
  /** The one to be taken; undefined: `random` decides among the allowed. */
  readonly chosen: number | undefined;
  /** Why each of the others refuses. */
  readonly refusals: ReadonlyMap<number, RefusalReason>;
}

/** `placed`: for each task placed so far, the place of its instance among the candidates. */
export function oracleStep(
  candidates: readonly Candidate[],
  request: PlacementRequest,
  placed: readonly number[],
): OracleStep {
  const refusals = new Map<number, RefusalReason>();
  let left: number[] = [];
  candidates.forEach((candidate, index) => {
    const here = placed.filter((one) => one === index).length;
    const reason = whyNot(candidate, request, here);
    if (reason === undefined) left.push(index);
    else refusals.set(index, reason);
  });
  const spreads: string[] = [];
  let random = request.strategies.length === 0;
  for (const strategy of request.strategies) {
    if (random) break;
    if (strategy.type === 'random') {
      random = true;
    } else {
      if (strategy.type === 'spread') spreads.push(strategy.field ?? '');
      left = best(left, (index) => score(candidates, request, placed, strategy, spreads, index));
    }
  }
  return { allowed: left, chosen: random ? undefined : left[0], refusals };
}

const best = (indexes: readonly number[], score: (index: number) => number): number[] => {
  const scores = indexes.map(score);
  const least = Math.min(...scores);
  return indexes.filter((_, i) => scores[i] === least);
};

function score(
  candidates: readonly Candidate[],
  request: PlacementRequest,
  placed: readonly number[],
  strategy: PlacementStrategy,
  spreads: readonly string[],
  index: number,
): number {
  if (strategy.type === 'binpack') {
    const { needs } = request;
    const what = strategy.field?.toLowerCase() === 'cpu' ? 'cpu' : 'memoryMiB';
    const one = candidates[index];
    const here = placed.filter((other) => other === index).length;
    return one === undefined
      ? 0
      : one.instance.registered[what] - one.load[what] - here * needs[what];
  }
  let tasks = 0;
  candidates.forEach((other, otherIndex) => {
    const agrees = spreads.every(
      (field) => valueOf(other.instance, field) === valueOf(candidates[index]?.instance, field),
    );
    if (!agrees) return;
    tasks += other.load.groups.get(request.group) ?? 0;
    tasks += placed.filter((one) => one === otherIndex).length;
  });
  return tasks;
}

function valueOf(instance: ContainerInstance | undefined, field: string): string | undefined {
  if (field === 'instanceId' || field === 'host') return instance?.ec2InstanceId;
  const name = field.split(':')[1];
  const attribute = instance?.attributes.find((one) => one.name === name);
  return attribute === undefined ? undefined : `is ${attribute.value ?? ''}`;
}

function whyNot(
  { instance, load }: Candidate,
  { needs, requiredAttributes, zones, constraints, group }: PlacementRequest,
  here: number,
): RefusalReason | undefined {
  const { registered } = instance;
  const left = (what: 'cpu' | 'memoryMiB' | 'networkInterfaces' | 'gpus'): number =>
    registered[what] - load[what] - here * needs[what] - needs[what];
  const portsTaken = [...registered.ports, ...load.ports.keys(), ...(here > 0 ? needs.ports : [])];
  if (!instance.agentConnected) return 'AGENT';
  if (left('cpu') < 0) return 'RESOURCE:CPU';
  if (left('memoryMiB') < 0) return 'RESOURCE:MEMORY';
  if (needs.ports.some((port) => portsTaken.includes(port))) return 'RESOURCE:PORTS';
  if (needs.networkInterfaces > 0 && left('networkInterfaces') < 0) return 'RESOURCE:ENI';
  if (needs.gpus > 0 && left('gpus') < 0) return 'RESOURCE:GPU';
  if (zones !== undefined && !zones.has(instance.availabilityZone)) return 'LOCATION';
  const has = (name: string, value: string | undefined): boolean =>
    instance.attributes.some(
      (one) => one.name === name && (value === undefined || one.value === value),
    );
  if (!requiredAttributes.every(({ name, value }) => has(name, value))) return 'ATTRIBUTE';
  const ofGroup = (load.groups.get(group) ?? 0) + here;
  for (const { type } of constraints) {
    if (type === 'distinctInstance' && ofGroup > 0) return 'distinctInstance';
  }
  const groups = new Map(load.groups);
  if (ofGroup > 0) groups.set(group, ofGroup);
  for (const { type, expression = '' } of constraints) {
    const seen = { instance, load: { ...load, groups } };
    if (type === 'memberOf' && !parseQuery(expression)(seen)) return 'memberOf';
  }
  return undefined;
}
