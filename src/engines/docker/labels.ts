import { nameOf, resourceOf } from '../../core/arn.ts';
import type { AwslogsSpec } from '../../core/effects.ts';
import type { NetworkBinding } from '../../core/model/task.ts';

const INSTALL = 'ecs-workbook.install';
const ROLE = 'ecs-workbook.role';
const LOGS = 'ecs-workbook.logs';
const TASK = 'com.amazonaws.ecs.task-arn';
const INSTANCE = 'ecs-workbook.instance-arn';
const LOAD_BALANCER = 'ecs-workbook.load-balancer-arn';
const ADDRESS = 'ecs-workbook.private-ip';
const BINDINGS = 'ecs-workbook.network-bindings';
const CONTAINER = 'com.amazonaws.ecs.container-name';

export type Labels = Readonly<Record<string, string>>;

/** What a container of ours is, as its labels say; all that the engine must know of it. */
export interface Identity {
  readonly taskArn: string;
  /** Empty for the pause container. */
  readonly containerName: string;
  readonly pause: boolean;
  readonly awslogs?: AwslogsSpec | undefined;
  /** The EC2 instance it is on; undefined: on Fargate. */
  readonly instanceArn?: string | undefined;
  /** Its ports in the network of that instance. */
  readonly networkBindings?: readonly NetworkBinding[] | undefined;
}

/** `ecs-CLUSTER-TASKID-CONTAINER` */
export const dockerNameOf = (taskArn: string, containerName: string): string =>
  `${taskPrefix(taskArn)}-${containerName}`;

/** With a full stop, which no ECS container name has, so that no container can be called like it. */
export const pauseNameOf = (taskArn: string): string => `${taskPrefix(taskArn)}.pause`;

const taskPrefix = (taskArn: string): string =>
  `ecs-${(resourceOf(taskArn) ?? taskArn).split('/').slice(1).join('-')}`;

/** What a volume goes with. A volume of the account carries neither. */
export const volumeLabels = (
  installId: string,
  {
    taskArn,
    instanceArn,
  }: { readonly taskArn?: string | undefined; readonly instanceArn?: string | undefined },
): Record<string, string> => ({
  [INSTALL]: installId,
  [ROLE]: 'volume',
  ...(taskArn === undefined ? {} : { [TASK]: taskArn }),
  ...(instanceArn === undefined ? {} : { [INSTANCE]: instanceArn }),
});

/** The EC2 instances that the labels of some containers name. */
export const instancesIn = (labels: readonly Labels[]): string[] => [
  ...new Set(labels.flatMap((one) => one[INSTANCE] ?? [])),
];

export const networkLabels = (installId: string): Record<string, string> => ({
  [INSTALL]: installId,
});

export const labelsOf = (installId: string, identity: Identity): Record<string, string> => ({
  [INSTALL]: installId,
  [TASK]: identity.taskArn,
  [ROLE]: identity.pause ? 'pause' : 'container',
  ...(identity.pause ? {} : { [CONTAINER]: identity.containerName }),
  ...(identity.instanceArn === undefined ? {} : { [INSTANCE]: identity.instanceArn }),
  ...(identity.networkBindings ? { [BINDINGS]: JSON.stringify(identity.networkBindings) } : {}),
  ...(identity.awslogs ? { [LOGS]: JSON.stringify(identity.awslogs) } : {}),
});

/** Undefined for what is not of this install. */
export const identityOf = (installId: string, labels: Labels | undefined): Identity | undefined => {
  const taskArn = labels?.[TASK];
  if (labels?.[INSTALL] !== installId || taskArn === undefined) return undefined;
  const logs = labels[LOGS];
  const bindings = labels[BINDINGS];
  return {
    taskArn,
    containerName: labels[CONTAINER] ?? '',
    pause: labels[ROLE] === 'pause',
    awslogs: logs === undefined ? undefined : readAwslogs(logs),
    instanceArn: labels[INSTANCE],
    networkBindings: bindings === undefined ? undefined : JSON.parse(bindings),
  };
};

const readAwslogs = (text: string): AwslogsSpec | undefined => {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) return undefined;
  const { group, stream, region, createGroup }: Partial<Record<keyof AwslogsSpec, unknown>> = value;
  return {
    group: String(group),
    stream: String(stream),
    region: String(region),
    createGroup: createGroup === true,
  };
};

/** Filters of Docker's lists and events: what is ours, or of one task of ours. */
export const labelFilter = (installId: string, taskArn?: string): { label: string[] } => ({
  label: [`${INSTALL}=${installId}`, ...(taskArn === undefined ? [] : [`${TASK}=${taskArn}`])],
});

/** What any install has on this Docker. */
export const anyInstall = { label: [INSTALL] };

/** Of what all installs on a Docker have in common; it carries the mark of none. */
export const relayLabels: Labels = { [ROLE]: 'credentials-relay' };

/** `ec2-i-0ca7…` */
export const instanceNameOf = (instanceArn: string): string => `ec2-${nameOf(instanceArn)}`;

export const instanceLabels = (
  installId: string,
  instanceArn: string,
  privateIpAddress: string,
): Record<string, string> => ({
  [INSTALL]: installId,
  [ROLE]: 'instance',
  [INSTANCE]: instanceArn,
  [ADDRESS]: privateIpAddress,
});

/** Which EC2 instance of this install the container is; undefined: it is none. */
export const instanceOf = (
  installId: string,
  labels: Labels | undefined,
): { readonly instanceArn: string; readonly privateIpAddress: string } | undefined => {
  const instanceArn = labels?.[INSTANCE];
  if (labels?.[INSTALL] !== installId || labels[ROLE] !== 'instance') return undefined;
  return instanceArn === undefined
    ? undefined
    : { instanceArn, privateIpAddress: labels[ADDRESS] ?? '' };
};

/** `elb-app-NAME-ID` */
export const loadBalancerNameOf = (loadBalancerArn: string): string =>
  `elb-${(resourceOf(loadBalancerArn) ?? loadBalancerArn).split('/').slice(1).join('-')}`;

export const loadBalancerLabels = (
  installId: string,
  loadBalancerArn: string,
  privateIpAddress: string,
): Record<string, string> => ({
  [INSTALL]: installId,
  [ROLE]: 'load-balancer',
  [LOAD_BALANCER]: loadBalancerArn,
  [ADDRESS]: privateIpAddress,
});

/** What runs for a moment only, and is no part of an install. */
export const networkToolsLabels = { [ROLE]: 'network-tools' };

/** Which load balancer of this install the container is; undefined: it is none. */
export const loadBalancerOf = (
  installId: string,
  labels: Labels | undefined,
): { readonly loadBalancerArn: string; readonly privateIpAddress: string } | undefined => {
  const loadBalancerArn = labels?.[LOAD_BALANCER];
  if (labels?.[INSTALL] !== installId || loadBalancerArn === undefined) return undefined;
  return { loadBalancerArn, privateIpAddress: labels[ADDRESS] ?? '' };
};

/** Filter for an instance of ours and all that is on it. */
export const onInstance = (installId: string, instanceArn: string): { label: string[] } => ({
  label: [`${INSTALL}=${installId}`, `${INSTANCE}=${instanceArn}`],
});
