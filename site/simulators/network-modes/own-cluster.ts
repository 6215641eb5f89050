import type { ClusterPicture, TaskPicture } from '../../../src/server/api.ts';
import { type Host, hostsOf } from './hosts.ts';

type Cluster = ClusterPicture['clusters'][number];

/** What the explorer shows of a cluster that is really there. */
export interface OwnCluster {
  readonly hosts: readonly Host[];
  /** Tasks that services want and that nobody has placed. */
  readonly waiting: number;
  /** Why, in ECS's words: of each such service the newest event that says so. */
  readonly refusals: readonly string[];
  /** Tasks that ended with a reason, in the last minute. */
  readonly stopped: readonly { readonly id: string; readonly reason: string }[];
}

export const ownCluster = ({ services, instances, tasks }: Cluster): OwnCluster => {
  const short = services.filter((service) => missingIn(service) > 0);
  return {
    hosts: hostsOf(
      instances,
      tasks.filter(({ lastStatus }) => lastStatus !== 'STOPPED').map(pictured),
    ),
    waiting: short.reduce((sum, service) => sum + missingIn(service), 0),
    refusals: short.flatMap(
      ({ events }) =>
        events.find(({ message }) => message.includes('was unable to place a task'))?.message ?? [],
    ),
    stopped: tasks.flatMap(({ id, lastStatus, ...task }) => {
      const reason = reasonOf(task);
      return lastStatus === 'STOPPED' && reason !== '' ? [{ id, reason }] : [];
    }),
  };
};

const missingIn = ({ desiredCount, runningCount, pendingCount }: Cluster['services'][number]) =>
  Math.max(0, desiredCount - runningCount - pendingCount);

const pictured = ({
  id,
  family,
  lastStatus,
  availabilityZone,
  network,
  containers,
}: TaskPicture) => ({
  id,
  cat: containers.find(({ runtimeId }) => runtimeId !== undefined)?.runtimeId ?? id,
  family,
  lastStatus,
  availabilityZone,
  network,
});

const reasonOf = ({
  stoppedReason,
  containers,
}: Pick<TaskPicture, 'stoppedReason' | 'containers'>) =>
  [...new Set([stoppedReason, ...containers.map(({ reason }) => reason)])]
    .filter((reason) => reason !== undefined)
    .join(' · ');
