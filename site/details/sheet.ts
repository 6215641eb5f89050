import type { ClusterPicture, Flow } from '../../src/server/api.ts';
import type { FaultPlace } from '../widgets/fault-menu.ts';
import type { DetailsRequest } from '../widgets/open-details.ts';
import { askAws } from './aws-api.ts';
import { type Fact, factsOf } from './facts.ts';
import { type Json, listAt, member } from './json.ts';

/** What is shown of one thing. */
export interface Sheet {
  readonly title: string;
  /** Shows the same in a terminal. */
  readonly command: string;
  readonly facts: readonly Fact[];
  readonly events: readonly { readonly at: number; readonly message: string }[];
  /** Where faults can be caused on it. */
  readonly place?: FaultPlace | undefined;
  /** Of a task: what names its logs. */
  readonly taskDefinition?: { readonly arn: string; readonly region: string } | undefined;
  /** Why there is nothing to show. */
  readonly missing?: string | undefined;
}

type Asked = Pick<DetailsRequest, 'kind' | 'id' | 'cluster'> & {
  readonly picture: ClusterPicture;
  readonly flow: Flow | undefined;
};

/** Reads it anew: from the API where that answers in JSON, else from the picture. */
export const readSheet = async (asked: Asked): Promise<Sheet> => {
  const { kind, id, cluster: clusterArn, picture } = asked;
  const [, , , region = '', , resource = ''] = clusterArn.split(':');
  const cluster = resource.slice('cluster/'.length);
  const shown = picture.clusters.find(({ arn }) => arn === clusterArn);
  const ecs = async (
    title: string,
    command: string,
    [operation, input, list]: readonly [string, object, string],
    more: (found: Json) => Partial<Sheet> = () => ({}),
  ): Promise<Sheet> => {
    const answer = await askAws('ecs', operation, region, input);
    const failed = answer.type === 'failed' ? answer.message : undefined;
    const found = answer.type === 'done' ? listAt(answer.output, list)[0] : undefined;
    const missing = failed ?? (found === undefined ? 'It is not there any more.' : undefined);
    const sheet = {
      title,
      command: `aws ecs ${command}`,
      facts: factsOf(found),
      events: [],
      missing,
    };
    return found === undefined ? sheet : { ...sheet, ...more(found) };
  };
  const place = (
    faults: FaultPlace['kind'],
    name: string,
    zone: string,
    target = id,
  ): FaultPlace => ({
    kind: faults,
    name,
    target,
    zone,
    region,
  });

  switch (kind) {
    case 'task': {
      const task = shown?.tasks.find((one) => one.id === id);
      const short = id.slice(0, 8);
      const service = shown?.services.find(({ name }) => name === task?.service);
      const runs = task?.lastStatus === 'RUNNING' && task.desiredStatus === 'RUNNING';
      return ecs(
        `Task ${short}`,
        `describe-tasks --cluster ${cluster} --tasks ${id}`,
        ['DescribeTasks', { cluster, tasks: [id], include: ['TAGS'] }, 'tasks'],
        (found) => ({
          events: service?.events.filter(({ message }) => message.includes(id)) ?? [],
          place: runs ? place('task', `task ${short}`, task.availabilityZone) : undefined,
          taskDefinition: { arn: String(member(found, 'taskDefinitionArn')), region },
        }),
      );
    }
    case 'service':
    case 'deployment': {
      const of = kind === 'service' ? id : serviceOf(shown, id);
      const command = `describe-services --cluster ${cluster} --services ${of}`;
      return ecs(
        kind === 'service' ? `Service ${id}` : `Deployment of service ${of}`,
        kind === 'service' ? command : `${command} --query "services[0].deployments[?id=='${id}']"`,
        ['DescribeServices', { cluster, services: [of], include: ['TAGS'] }, 'services'],
        (found) => ({
          facts: factsOf(
            kind === 'service'
              ? without(found, 'events')
              : listAt(found, 'deployments').find((one) => member(one, 'id') === id),
          ),
          events: listAt(found, 'events').map((event) => ({
            at: 1000 * Number(member(event, 'createdAt')),
            message: String(member(event, 'message')),
          })),
        }),
      );
    }
    case 'instance': {
      const instance = shown?.instances.find((one) => one.id === id);
      const name = instance?.ec2InstanceId ?? id;
      return ecs(
        `Instance ${name}`,
        `describe-container-instances --cluster ${cluster} --container-instances ${id}`,
        ['DescribeContainerInstances', { cluster, containerInstances: [id] }, 'containerInstances'],
        () => ({
          place: instance && place('instance', `instance ${name}`, instance.availabilityZone, name),
        }),
      );
    }
    case 'cluster':
      return ecs(
        `Cluster ${cluster}`,
        `describe-clusters --clusters ${cluster} --include STATISTICS SETTINGS TAGS`,
        [
          'DescribeClusters',
          { clusters: [cluster], include: ['STATISTICS', 'SETTINGS', 'TAGS'] },
          'clusters',
        ],
      );
    case 'zone':
      return {
        title: `Availability Zone ${id}`,
        command: `aws ec2 describe-subnets --filters Name=availability-zone,Values=${id}`,
        facts: zoneFacts(shown, id),
        events: [],
        place: place('zone', `zone ${id}`, id),
      };
    default:
      return balancerSheet(asked);
  }
};

/** Load balancers speak XML to programs: the picture has the same. */
const balancerSheet = ({ kind, id, picture, flow }: Asked): Sheet => {
  const loadBalancer = picture.loadBalancers.find(
    ({ arn, targetGroups }) => arn === id || targetGroups.some((group) => group.arn === id),
  );
  const counted = flow?.loadBalancers.find(({ arn }) => arn === loadBalancer?.arn);
  const group = loadBalancer?.targetGroups.find(({ arn }) => arn === id);
  const isGroup = kind === 'target-group';
  const found: object | undefined = isGroup ? group : loadBalancer;
  const { targetGroups, ...facts }: Record<string, unknown> = { ...found };
  const flowing = isGroup
    ? counted?.targets.filter(({ targetGroupArn }) => targetGroupArn === id)
    : counted;
  const shown: Json = JSON.parse(JSON.stringify({ ...facts, flow: flowing ?? null }));
  const name = String(facts.name ?? id);
  return {
    title: `${isGroup ? 'Target group' : 'Load balancer'} ${name}`,
    command: isGroup
      ? `aws elbv2 describe-target-health --target-group-arn ${id}`
      : `aws elbv2 describe-load-balancers --names ${name}`,
    facts: factsOf(shown),
    events: [],
    missing: found === undefined ? 'It is not there any more.' : undefined,
  };
};

type Shown = ClusterPicture['clusters'][number] | undefined;

const serviceOf = (shown: Shown, deployment: string): string =>
  shown?.services.find(({ deployments }) => deployments.some(({ id }) => id === deployment))
    ?.name ?? '';

const without = (value: Json, name: string): Json =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).filter(([one]) => one !== name))
    : value;

const zoneFacts = (shown: Shown, zone: string): Fact[] => {
  const isThere = ({ availabilityZone }: { readonly availabilityZone: string }) =>
    availabilityZone === zone;
  const tasks = shown?.tasks.filter(isThere) ?? [];
  const count = (status: string) =>
    String(tasks.filter(({ lastStatus }) => lastStatus === status).length);
  const instances = shown?.instances.filter(isThere) ?? [];
  return [
    { name: 'instances', value: instances.map((one) => one.ec2InstanceId).join(', ') || 'none' },
    { name: 'tasks RUNNING', value: count('RUNNING') },
    { name: 'tasks PENDING', value: count('PENDING') },
  ];
};
