import type { Command } from './commands.ts';
import type {
  ListedInstance,
  ListedLoadBalancer,
  ListedTask,
  Observation,
} from './observations.ts';

/** What can move the world: a command of the API, something an engine saw, or time. */
export type Input =
  | { readonly type: 'Command'; readonly command: Command }
  | { readonly type: 'Observation'; readonly observation: Observation }
  /** A time that an earlier step asked to be woken at has come. */
  | { readonly type: 'TimePassed' }
  /**
   * The engine (again) answers, and this is all it has. What vanished is marked as stopped, what
   * is there is adopted, what is nobody's is deprovisioned, and what was asked for and is not
   * there yet is asked for again.
   */
  | {
      readonly type: 'EngineListed';
      readonly tasks: readonly ListedTask[];
      readonly instances: readonly ListedInstance[];
      readonly loadBalancers: readonly ListedLoadBalancer[];
    };
