import type {
  Attribute,
  ContainerInstance,
  PlacementConstraint,
  PlacementStrategy,
  Resources,
} from '../model/index.ts';
import type { InstanceLoad } from '../state.ts';
import { chooserFor } from './choosers.ts';
import { criteriaOf } from './criteria.ts';
import { Ledger } from './ledger.ts';
import { refusalIn } from './refusal.ts';

/** A container instance as the placement engine sees it. */
export interface Candidate {
  readonly instance: ContainerInstance;
  readonly load: InstanceLoad;
}

/** What is to be placed: so many tasks that are all alike. */
export interface PlacementRequest {
  readonly count: number;
  readonly needs: Resources;
  /** Attributes that an instance must have (`ecs.capability.…`); with a value: that value. */
  readonly requiredAttributes: readonly Attribute[];
  /** Zones of the subnets that an `awsvpc` task may be in; undefined: any. */
  readonly zones?: ReadonlySet<string> | undefined;
  readonly constraints: readonly PlacementConstraint[];
  /** Empty: at random. */
  readonly strategies: readonly PlacementStrategy[];
  /** Tasks of the same group count for `spread` and `distinctInstance`. */
  readonly group: string;
}

export interface Placement {
  /** One for each task that could be placed, in order; at most `count`. */
  readonly placed: readonly ContainerInstance[];
  /** Why the first task that could not be placed fits nowhere; undefined: all were placed. */
  readonly refusal?: PlacementRefusal | undefined;
}

/** Why an instance cannot take a task, in the order in which it is looked at. */
export type RefusalReason =
  | 'AGENT'
  | 'RESOURCE:CPU'
  | 'RESOURCE:MEMORY'
  | 'RESOURCE:PORTS'
  | 'RESOURCE:ENI'
  | 'RESOURCE:GPU'
  | 'LOCATION'
  | 'ATTRIBUTE'
  | 'distinctInstance'
  | 'memberOf';

/** Why one instance cannot take the task. */
export interface InstanceRefusal {
  readonly containerInstanceArn: string;
  readonly reason: RefusalReason;
}

export interface PlacementRefusal {
  /** How many instances refused for each reason; empty: there are no instances. */
  readonly reasons: ReadonlyMap<RefusalReason, number>;
  /** The instance that came closest to fitting, and why it does not. */
  readonly closest?: InstanceRefusal | undefined;
  /** Every instance, in the order of registration. */
  readonly instances: readonly InstanceRefusal[];
}

/**
 * Chooses an instance for each task: required resources, then constraints, then strategies.
 * `candidates` are the ACTIVE instances of the cluster, in the order of their registration; their
 * loads are read and not changed. `random(n)`: a whole number from 0 to n − 1.
 *
 * Each strategy keeps, of the instances that the ones before it left, those that are best by it:
 * - `spread`: the tasks of the group on instances with the same value are the fewest; a `spread`
 *   behind another counts among the instances that also agree in the values before. Not to have the
 *   attribute is a value, too.
 * - `binpack`: the least is left of the CPU units or the memory.
 * - `random`: any one of them.
 *
 * Of those left at last the one that registered first is taken. The next task sees this one placed.
 *
 * O(instances + tasks × log instances); with `random` behind other strategies O(tasks × instances).
 */
export function place(
  candidates: readonly Candidate[],
  request: PlacementRequest,
  random: (n: number) => number,
): Placement {
  const ledger = new Ledger(candidates, request);
  const criteria = criteriaOf(ledger, request.strategies);
  const chooser = chooserFor(criteria, ledger, request.count, random);
  const placed: ContainerInstance[] = [];
  while (placed.length < request.count) {
    const index = chooser.choose();
    const candidate = candidates[index ?? -1];
    if (index === undefined || candidate === undefined) break;
    placed.push(candidate.instance);
    ledger.take(index);
    criteria.taken(index);
    chooser.taken(ledger.refuses(index) === undefined);
  }
  return placed.length < request.count ? { placed, refusal: refusalIn(ledger) } : { placed };
}

/** Why that instance cannot take one such task; undefined: it can. */
export const refusalOf = (
  candidate: Candidate,
  request: Omit<PlacementRequest, 'count' | 'strategies'>,
): RefusalReason | undefined =>
  new Ledger([candidate], { ...request, count: 1, strategies: [] }).refuses(0);
