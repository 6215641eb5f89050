import {
  ClientException,
  type Cluster,
  ClusterNotFoundException,
  type DescribeClustersCommandInput,
  type DescribeContainerInstancesCommandInput,
  type DescribeServicesCommandInput,
  type DescribeTaskDefinitionCommandInput,
  type DescribeTasksCommandInput,
  type ListClustersCommandInput,
  type ListContainerInstancesCommandInput,
  type ListServicesCommandInput,
  type ListTagsForResourceCommandInput,
  type ListTasksCommandInput,
  ServiceNotFoundException,
  type Task,
} from '@aws-sdk/client-ecs';
import { answer, findEach, isNamed, type SurveyAnswer } from './answer.ts';
import type { EcsSurvey } from './ecs.ts';
import type { Survey } from './survey.ts';

/** An answer from what is in ECS. */
const ecs = <Input extends object>(
  members: readonly (keyof Input & string)[],
  from: (ecs: EcsSurvey, input: Input) => object | undefined,
): SurveyAnswer =>
  answer<Input>(members, ({ ecs }: Survey, input) =>
    ecs === undefined ? undefined : from(ecs, input),
  );

/** Throws as ECS does when there is none. */
const clusterOf = ({ clusters }: EcsSurvey, name = 'default'): Cluster => {
  const cluster = clusters.find(({ clusterArn }) => isNamed(clusterArn, name));
  if (cluster !== undefined) return cluster;
  throw new ClusterNotFoundException({ message: 'Cluster not found.', $metadata: {} });
};

const withTags = <Item extends object>(items: readonly Item[], include: readonly string[] = []) =>
  include.includes('TAGS') ? items : items.map((item) => ({ ...item, tags: [] }));

const familyIn = ({ taskDefinitionArn = '' }: Task): string | undefined =>
  /\/([^/:]+):\d+$/.exec(taskDefinitionArn)?.[1];

/** AWS: what is not asked for is empty. */
const clusterWith = (cluster: Cluster, include: readonly string[] = []) => ({
  ...cluster,
  settings: include.includes('SETTINGS') ? cluster.settings : [],
  statistics: include.includes('STATISTICS') ? cluster.statistics : [],
  tags: include.includes('TAGS') ? cluster.tags : [],
  configuration: include.includes('CONFIGURATIONS') ? cluster.configuration : undefined,
  attachments: include.includes('ATTACHMENTS') ? cluster.attachments : undefined,
});

export const ECS_ANSWERS: Readonly<Record<string, SurveyAnswer>> = {
  ListClusters: ecs<ListClustersCommandInput>([], ({ clusters }) => ({
    clusterArns: clusters.map(({ clusterArn }) => clusterArn),
  })),

  DescribeClusters: ecs<DescribeClustersCommandInput>(
    ['clusters', 'include'],
    (survey, { clusters = ['default'], include }) => {
      const { found, failures } = findEach(clusters, survey.clusters, (one) => one.clusterArn);
      return { clusters: found.map((cluster) => clusterWith(cluster, include)), failures };
    },
  ),

  ListServices: ecs<ListServicesCommandInput>(
    ['cluster', 'launchType', 'schedulingStrategy'],
    (survey, { cluster, launchType, schedulingStrategy }) => {
      const { clusterArn } = clusterOf(survey, cluster);
      const services = survey.services.filter(
        (service) =>
          service.clusterArn === clusterArn &&
          (launchType === undefined || service.launchType === launchType) &&
          (schedulingStrategy === undefined || service.schedulingStrategy === schedulingStrategy),
      );
      return { serviceArns: services.map(({ serviceArn }) => serviceArn) };
    },
  ),

  DescribeServices: ecs<DescribeServicesCommandInput>(
    ['cluster', 'services', 'include'],
    (survey, { cluster, services, include }) => {
      const { clusterArn } = clusterOf(survey, cluster);
      const there = survey.services.filter((service) => service.clusterArn === clusterArn);
      const { found, failures } = findEach(services, there, ({ serviceArn }) => serviceArn);
      return { services: withTags(found, include), failures };
    },
  ),

  ListTasks: ecs<ListTasksCommandInput>(
    ['cluster', 'serviceName', 'family', 'desiredStatus', 'launchType', 'containerInstance'],
    (survey, { cluster, serviceName, family, desiredStatus = 'RUNNING', ...input }) => {
      const { clusterArn } = clusterOf(survey, cluster);
      const service = survey.services.find(
        (one) => one.clusterArn === clusterArn && isNamed(one.serviceArn, serviceName ?? ''),
      );
      if (serviceName !== undefined && service === undefined) {
        throw new ServiceNotFoundException({ message: 'Service not found.', $metadata: {} });
      }
      const { launchType, containerInstance } = input;
      const tasks = survey.tasks.filter(
        (task) =>
          task.clusterArn === clusterArn &&
          task.desiredStatus === desiredStatus &&
          (service === undefined || task.group === `service:${service.serviceName}`) &&
          (family === undefined || familyIn(task) === family) &&
          (launchType === undefined || task.launchType === launchType) &&
          (containerInstance === undefined ||
            isNamed(task.containerInstanceArn, containerInstance)),
      );
      return { taskArns: tasks.map(({ taskArn }) => taskArn) };
    },
  ),

  DescribeTasks: ecs<DescribeTasksCommandInput>(
    ['cluster', 'tasks', 'include'],
    (survey, { cluster, tasks, include }) => {
      const { clusterArn } = clusterOf(survey, cluster);
      const there = survey.tasks.filter((task) => task.clusterArn === clusterArn);
      const { found, failures } = findEach(tasks, there, ({ taskArn }) => taskArn);
      return { tasks: withTags(found, include), failures };
    },
  ),

  ListContainerInstances: ecs<ListContainerInstancesCommandInput>(
    ['cluster', 'status'],
    (survey, { cluster, status }) => ({
      containerInstanceArns: instancesIn(survey, cluster)
        .filter((instance) => status === undefined || instance.status === status)
        .map(({ containerInstanceArn }) => containerInstanceArn),
    }),
  ),

  DescribeContainerInstances: ecs<DescribeContainerInstancesCommandInput>(
    ['cluster', 'containerInstances', 'include'],
    (survey, { cluster, containerInstances, include }) => {
      if (include?.includes('CONTAINER_INSTANCE_HEALTH')) return undefined;
      const { found, failures } = findEach(
        containerInstances,
        instancesIn(survey, cluster),
        ({ containerInstanceArn }) => containerInstanceArn,
      );
      return { containerInstances: withTags(found, include), failures };
    },
  ),

  DescribeTaskDefinition: ecs<DescribeTaskDefinitionCommandInput>(
    ['taskDefinition', 'include'],
    ({ taskDefinitions }, { taskDefinition: name = '', include = [] }) => {
      const byFamily = /^[\w-]+$/.test(name);
      // The newest revision is the one of the highest number that is ACTIVE.
      const [found] = taskDefinitions
        .filter(({ taskDefinition }) =>
          byFamily
            ? taskDefinition.family === name && taskDefinition.status === 'ACTIVE'
            : isNamed(taskDefinition.taskDefinitionArn, name),
        )
        .toSorted((a, b) => (b.taskDefinition.revision ?? 0) - (a.taskDefinition.revision ?? 0));
      if (found === undefined && byFamily) {
        throw new ClientException({
          message: 'Unable to describe task definition.',
          $metadata: {},
        });
      }
      return found && (include.includes('TAGS') ? found : { taskDefinition: found.taskDefinition });
    },
  ),

  ListTagsForResource: ecs<ListTagsForResourceCommandInput>(
    ['resourceArn'],
    (survey, { resourceArn = '' }) => {
      const tagged = [
        ...survey.clusters.map(({ clusterArn, tags }) => ({ arn: clusterArn, tags })),
        ...survey.services.map(({ serviceArn, tags }) => ({ arn: serviceArn, tags })),
        ...survey.tasks.map(({ taskArn, tags }) => ({ arn: taskArn, tags })),
        ...survey.containerInstances.map((one) => ({
          arn: one.containerInstanceArn,
          tags: one.tags,
        })),
        ...survey.taskDefinitions.map((one) => ({
          arn: one.taskDefinition.taskDefinitionArn,
          tags: one.tags,
        })),
      ];
      const found = tagged.find(({ arn }) => arn === resourceArn);
      return found && { tags: found.tags ?? [] };
    },
  ),
};

const instancesIn = (survey: EcsSurvey, cluster: string | undefined) => {
  const { clusterName } = clusterOf(survey, cluster);
  return survey.containerInstances.filter(
    // `…:container-instance/CLUSTER/ID`
    ({ containerInstanceArn }) => containerInstanceArn?.split('/').at(-2) === clusterName,
  );
};
