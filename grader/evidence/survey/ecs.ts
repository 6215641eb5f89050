import {
  type Cluster,
  type ContainerInstance,
  DescribeClustersCommand,
  DescribeContainerInstancesCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  type ECSClient,
  paginateListClusters,
  paginateListContainerInstances,
  paginateListServices,
  paginateListTaskDefinitionFamilies,
  paginateListTasks,
  type Service,
  type Tag,
  type Task,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { all, inParts } from './pages.ts';

/** All of it with tags. */
export interface EcsSurvey {
  readonly clusters: readonly Cluster[];
  readonly services: readonly Service[];
  /** Running, and stopped within the hour. */
  readonly tasks: readonly Task[];
  readonly containerInstances: readonly ContainerInstance[];
  /** Those that are in use, and the latest of each family. */
  readonly taskDefinitions: readonly {
    readonly taskDefinition: TaskDefinition;
    readonly tags: readonly Tag[];
  }[];
}

/** AWS: so many that one call describes. */
const CLUSTERS = 100;
const SERVICES = 10;
const TASKS = 100;
const INSTANCES = 100;

export const surveyEcs = async (
  client: ECSClient,
  abortSignal: AbortSignal,
): Promise<EcsSurvey> => {
  const options = { abortSignal };
  const arns = await all(paginateListClusters({ client }, {}, options), (page) => page.clusterArns);
  const clusters = await inParts(arns, CLUSTERS, async (part) => {
    const command = new DescribeClustersCommand({
      clusters: part,
      include: ['ATTACHMENTS', 'CONFIGURATIONS', 'SETTINGS', 'STATISTICS', 'TAGS'],
    });
    return (await client.send(command, options)).clusters;
  });
  const residents = await Promise.all(
    arns.map(async (cluster) => {
      const [services, tasks, containerInstances] = await Promise.all([
        servicesOf(client, cluster, options),
        tasksOf(client, cluster, options),
        containerInstancesOf(client, cluster, options),
      ]);
      return { services, tasks, containerInstances };
    }),
  );
  const services = residents.flatMap((each) => each.services);
  const tasks = residents.flatMap((each) => each.tasks);
  return {
    clusters,
    services,
    tasks,
    containerInstances: residents.flatMap((each) => each.containerInstances),
    taskDefinitions: await taskDefinitionsOf(client, services, tasks, options),
  };
};

interface Options {
  readonly abortSignal: AbortSignal;
}

const servicesOf = async (client: ECSClient, cluster: string, options: Options) => {
  const arns = await all(
    paginateListServices({ client }, { cluster }, options),
    (page) => page.serviceArns,
  );
  return inParts(arns, SERVICES, async (services) => {
    const command = new DescribeServicesCommand({ cluster, services, include: ['TAGS'] });
    return (await client.send(command, options)).services;
  });
};

const tasksOf = async (client: ECSClient, cluster: string, options: Options) => {
  const list = (desiredStatus: 'RUNNING' | 'STOPPED') =>
    all(
      paginateListTasks({ client }, { cluster, desiredStatus }, options),
      (page) => page.taskArns,
    );
  // One that stops in between is in both.
  const arns = new Set([...(await list('RUNNING')), ...(await list('STOPPED'))]);
  return inParts([...arns], TASKS, async (tasks) => {
    const command = new DescribeTasksCommand({ cluster, tasks, include: ['TAGS'] });
    return (await client.send(command, options)).tasks;
  });
};

const containerInstancesOf = async (client: ECSClient, cluster: string, options: Options) => {
  const arns = await all(
    paginateListContainerInstances({ client }, { cluster }, options),
    (page) => page.containerInstanceArns,
  );
  return inParts(arns, INSTANCES, async (containerInstances) => {
    const command = new DescribeContainerInstancesCommand({
      cluster,
      containerInstances,
      include: ['TAGS'],
    });
    return (await client.send(command, options)).containerInstances;
  });
};

const taskDefinitionsOf = async (
  client: ECSClient,
  services: readonly Service[],
  tasks: readonly Task[],
  options: Options,
) => {
  const families = await all(
    paginateListTaskDefinitionFamilies({ client }, { status: 'ACTIVE' }, options),
    (page) => page.families,
  );
  const describe = async (taskDefinition: string) => {
    const command = new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] });
    const answer = await client.send(command, options);
    return { taskDefinition: answer.taskDefinition ?? {}, tags: answer.tags ?? [] };
  };
  const latest = await Promise.all(families.map(describe));
  const known = new Set(latest.map(({ taskDefinition }) => taskDefinition.taskDefinitionArn));
  const used = [
    ...services.flatMap(({ taskDefinition, deployments = [] }) => [
      taskDefinition,
      ...deployments.map((deployment) => deployment.taskDefinition),
    ]),
    ...tasks.map(({ taskDefinitionArn }) => taskDefinitionArn),
  ].flatMap((arn) => (arn === undefined || known.has(arn) ? [] : arn));
  return [...latest, ...(await Promise.all([...new Set(used)].map(describe)))];
};
