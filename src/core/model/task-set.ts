import type { DeploymentTarget } from './service.ts';
import type { Tag } from './tag.ts';

/** AWS: TaskSet: tasks that a deployment controller of one's own keeps beside others in a service. */
export interface TaskSet extends DeploymentTarget {
  /** `ecs-svc/` and 19 digits; also what its tasks name as their deployment. */
  readonly id: string;
  /** `…:task-set/CLUSTER/SERVICE/ID` */
  readonly taskSetArn: string;
  /** DRAINING: deleted, and gone with its last task. */
  readonly status: 'PRIMARY' | 'ACTIVE' | 'DRAINING';
  /** Of the service's desired count. */
  readonly scale: { readonly value: number; readonly unit: 'PERCENT' };
  readonly externalId?: string | undefined;
  readonly clientToken?: string | undefined;
  /** As those of a deployment. */
  readonly failedTasks: number;
  readonly consecutiveFailures: number;
  readonly throttledUntil?: number | undefined;
  readonly stabilityStatus: 'STEADY_STATE' | 'STABILIZING';
  /** Milliseconds since the epoch, as the following. */
  readonly stabilityStatusAt: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly tags: readonly Tag[];
}
