import type {
  ClusterPicture,
  DeploymentPicture,
  ServicePicture,
  TaskPicture,
} from '../../src/server/api.ts';

type Cluster = ClusterPicture['clusters'][number];

/** The tasks that belong together: one service's, or those on their own. */
export interface TaskGroup {
  readonly key: string;
  /** Undefined: tasks that no service keeps. */
  readonly service?: ServicePicture | undefined;
  readonly tasks: readonly TaskPicture[];
}

/** Services in the order of the picture, with what they want and have; then the other tasks. */
export const groupsOf = ({ services, tasks }: Cluster): TaskGroup[] => {
  const named = new Set(services.map(({ name }) => name));
  const alone = tasks.filter(({ service }) => service === undefined || !named.has(service));
  return [
    ...services.map((service) => ({
      key: `service ${service.name}`,
      service,
      tasks: inOrder(tasks.filter((task) => task.service === service.name)),
    })),
    ...(alone.length > 0 ? [{ key: 'alone', tasks: inOrder(alone) }] : []),
  ];
};

const isOver = ({ lastStatus }: TaskPicture) => Number(lastStatus === 'STOPPED');

/** The oldest first, but those that are over last. */
const inOrder = (tasks: readonly TaskPicture[]) =>
  [...tasks].sort(
    (a, b) => isOver(a) - isOver(b) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1),
  );

/** "2 running, 1 pending, 3 desired", of a service. */
export const counts = ({ runningCount, pendingCount, desiredCount }: ServicePicture): string =>
  [
    `${runningCount} running`,
    pendingCount > 0 && `${pendingCount} pending`,
    `${desiredCount} desired`,
  ]
    .filter((part) => part !== false)
    .join(', ');

/** "3 running, 1 pending, IN_PROGRESS", of a deployment. */
export const deploymentWords = (deployment: DeploymentPicture): string => {
  const { runningCount, pendingCount, failedTasks, rolloutState, shift } = deployment;
  return [
    `${runningCount} running`,
    pendingCount > 0 && `${pendingCount} pending`,
    failedTasks > 0 && `${failedTasks} failed`,
    rolloutState,
    shift && `stage ${shift.stage}, ${shift.productionPercent} % of production traffic`,
  ]
    .filter(Boolean)
    .join(', ');
};

/** The whole picture in a sentence or two, for those who hear it. */
export const summary = ({ clusters }: ClusterPicture): string => {
  if (clusters.length === 0) return 'There is no cluster.';
  return clusters
    .map((cluster) => {
      const groups = groupsOf(cluster).map(({ service, tasks }) =>
        service === undefined
          ? `${tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length} of ${tasks.length} stand-alone tasks running`
          : `service ${service.name} ${counts(service)}`,
      );
      return `Cluster ${cluster.name}: ${groups.join('; ') || 'no tasks'}.`;
    })
    .join(' ');
};
