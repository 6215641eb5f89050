import { scopeOf } from '../../../core/arn.ts';
import type { ContainerInstance, Instance } from '../../../core/model/index.ts';
import { clustersOf, type Ranked, type Seen, sentence, span, word } from './seen.ts';

/** Milliseconds for which nobody wonders that an instance has not registered yet. */
const PATIENCE = 30_000;

/** Container instances and EC2 instances that can take no tasks now. */
export const instancesInTheWay = (seen: Seen): Ranked[] => [
  ...clustersOf(seen).flatMap(({ clusterArn, clusterName }) =>
    [...(seen.state.containerInstancesByCluster.get(clusterArn) ?? [])]
      .flatMap((arn) => seen.state.containerInstances.get(arn) ?? [])
      .flatMap((one) => registered(seen, one, clusterName)),
  ),
  ...[...seen.state.instances.values()].flatMap((one) => machine(seen, one)),
];

const registered = (
  seen: Seen,
  {
    ec2InstanceId,
    status,
    agentConnected,
    disconnectedAt,
    instanceArn,
    containerInstanceArn,
  }: ContainerInstance,
  clusterName: string,
): Ranked[] => {
  const about = `Container instance ${ec2InstanceId}`;
  const state =
    instanceArn === undefined ? 'running' : seen.state.instances.get(instanceArn)?.state;
  if (status === 'ACTIVE' && !agentConnected && state === 'running') {
    return [
      {
        rank: 34,
        about,
        says: `Its agent is away${disconnectedAt === null ? '' : `, for ${span(seen.now - disconnectedAt)} now`}: no task is placed on it, and those that run on it are not heard of.`,
        tries: [
          {
            say: 'Which agents are connected:',
            command: `aws ecs describe-container-instances --cluster ${word(clusterName)} --container-instances $(aws ecs list-container-instances --cluster ${word(clusterName)} --query containerInstanceArns --output text) --query 'containerInstances[].[ec2InstanceId,agentConnected]'`,
          },
        ],
      },
    ];
  }
  if (status !== 'DRAINING') return [];
  return [
    {
      rank: 44,
      about,
      says: 'It is DRAINING: no task is placed on it, and those of services go elsewhere.',
      tries: [
        {
          say: 'To use it again:',
          command: `aws ecs update-container-instances-state --cluster ${word(clusterName)} --container-instances ${containerInstanceArn.split('/').at(-1)} --status ACTIVE`,
        },
      ],
    },
  ];
};

const machine = (seen: Seen, instance: Instance): Ranked[] => {
  const { instanceArn, instanceId, state, stateTransitionReason, launchTime, userData } = instance;
  const scope = scopeOf(instanceArn);
  if (scope.account !== seen.account || scope.region !== seen.region) return [];
  const name = instance.tags.find(({ key }) => key === 'Name')?.value;
  const isOurs = name !== undefined && seen.lab.makes.instances.includes(name);
  const about = `Instance ${name === undefined ? '' : `${name}, `}${instanceId}`;
  if (state === 'stopped' && isOurs) {
    const why = stateTransitionReason === undefined ? '' : `: ${stateTransitionReason}`;
    return [
      {
        rank: 33,
        about,
        says: sentence(`It is stopped${why}`),
        tries: [
          { say: 'To start it:', command: `aws ec2 start-instances --instance-ids ${instanceId}` },
        ],
      },
    ];
  }
  const wants = userData?.includes('ECS_CLUSTER') === true || isOurs;
  const isIn = seen.state.containerInstanceByInstance.has(instanceArn);
  if (state !== 'running' || !wants || isIn || seen.now - launchTime < PATIENCE) return [];
  const cluster = /ECS_CLUSTER=["']?([\w-]+)/.exec(userData ?? '')?.[1];
  const exists = clustersOf(seen).some(({ clusterName }) => clusterName === cluster);
  return [
    {
      rank: 34,
      about,
      says: `It has run for ${span(seen.now - launchTime)} and has not registered with a cluster. ${
        cluster === undefined
          ? 'Its user data names no ECS_CLUSTER, so it asks for the one called default.'
          : `Its user data names the cluster ${cluster}${exists ? '' : ', which is none of this lab’s that are there'}.`
      }`,
      tries: [
        {
          say: 'How it is:',
          command: `aws ec2 describe-instances --instance-ids ${instanceId} --query 'Reservations[].Instances[].[State.Name,Tags]'`,
        },
      ],
    },
  ];
};
