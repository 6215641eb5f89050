// What the checks of this lab have in common.
import {
  type CheckContext,
  type DeploymentStory,
  describeTaskDefinition,
  type describeTasks,
  type Service,
  serviceDeployments,
  serviceHistory,
  type TaskDefinition,
  taskId,
} from '../../grader/library.ts';

export const cluster = 'catclinic';

export type Task = Awaited<ReturnType<typeof describeTasks>>[number];

export const short = (task: Task): string => taskId(task).slice(0, 8);

export const isHealthy = ({ lastStatus, healthStatus }: Task): boolean =>
  lastStatus === 'RUNNING' && healthStatus === 'HEALTHY';

export const update = (service: string, options: string): string =>
  `aws ecs update-service --cluster ${cluster} --service ${service} ${options}`;

export const catOf = (definition: TaskDefinition | undefined) =>
  definition?.containerDefinitions?.[0];

export const settingOf = (
  definition: TaskDefinition | undefined,
  wanted: string,
): string | undefined => catOf(definition)?.environment?.find(({ name }) => name === wanted)?.value;

export const storiesOf = (context: CheckContext, { serviceName = '', createdAt }: Service) =>
  serviceDeployments(context, { cluster, service: serviceName, since: createdAt });

export const historyOf = (context: CheckContext, { serviceName = '', createdAt }: Service) =>
  serviceHistory(context, { cluster, service: serviceName, since: createdAt });

/** What a service runs, or is about to. */
export const definitionOf = (context: CheckContext, { taskDefinition = '' }: Service) =>
  describeTaskDefinition(context, taskDefinition);

export const commandOf = (definition: TaskDefinition | undefined): string[] | undefined =>
  catOf(definition)?.healthCheck?.command;

const failedChecks = /^Task failed container health checks/;

/** Tasks of the service that failed their health checks, oldest first. */
export const killedOf = async (context: CheckContext, service: Service): Promise<Task[]> => {
  const { tasks } = await historyOf(context, service);
  return tasks
    .filter(({ stoppedReason = '' }) => failedChecks.test(stoppedReason))
    .sort((a, b) => stoppingAt(a) - stoppingAt(b));
};

export const stoppingAt = (task: Task): number => task.stoppingAt?.getTime() ?? 0;

/** Was it on its way with a revision that the service got to run at some time? */
export const wasDeployed = (stories: readonly DeploymentStory[], task: Task): boolean =>
  stories.some(
    ({ status, taskDefinition }) =>
      status === 'SUCCESSFUL' && taskDefinition?.taskDefinitionArn === task.taskDefinitionArn,
  );
