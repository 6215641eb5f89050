import type { Attribute } from '../model/index.ts';
import { DEFAULT_VPC_ID, defaultSubnets } from '../network/default-vpc.ts';

/** What the agent and ECS say of an instance by themselves. */
export interface BuiltIn {
  readonly imageId?: string | undefined;
  readonly availabilityZone: string;
  readonly instanceType?: string | undefined;
  readonly architecture: 'x86_64' | 'arm64';
  readonly region: string;
  readonly subnetId?: string | undefined;
  /** The interface that its tasks share; undefined: each has its own. */
  readonly trunkId?: string | undefined;
}

/** AWS: the attribute of an instance with ENI trunking. */
export const TRUNK_ATTRIBUTE = 'ecs.awsvpc-trunk-id';

/** The `ecs.…` attributes of a Linux instance with an agent of these days, sorted by name. */
export function builtInAttributes(instance: BuiltIn): Attribute[] {
  const { imageId, availabilityZone, instanceType, architecture, region } = instance;
  const subnetId =
    instance.subnetId ??
    defaultSubnets(region).find((subnet) => subnet.availabilityZone === availabilityZone)?.subnetId;
  const values = {
    'ecs.ami-id': imageId,
    'ecs.availability-zone': availabilityZone,
    [TRUNK_ATTRIBUTE]: instance.trunkId,
    'ecs.cpu-architecture': architecture,
    'ecs.instance-type': instanceType,
    'ecs.os-family': 'LINUX',
    'ecs.os-type': 'linux',
    'ecs.subnet-id': subnetId,
    'ecs.vpc-id': DEFAULT_VPC_ID,
  };
  const named = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  );
  return [...CAPABILITIES.map((name) => ({ name })), ...named];
}

const OLDEST_DOCKER_API = 17;
const NEWEST_DOCKER_API = 44;

/**
 * Capabilities that the agent of an ECS-optimised image registers, as of version 1.89; see
 * `agent/app/agent_capability.go` of the ECS agent. The old prefix is for those of its first years.
 */
const CAPABILITIES: readonly string[] = [
  ...[
    'ecr-auth',
    'logging-driver.awslogs',
    'logging-driver.fluentd',
    'logging-driver.journald',
    'logging-driver.json-file',
    'logging-driver.none',
    'logging-driver.syslog',
    'privileged-container',
    'task-iam-role',
    'task-iam-role-network-host',
    ...Array.from(
      { length: NEWEST_DOCKER_API - OLDEST_DOCKER_API + 1 },
      (_, n) => `docker-remote-api.1.${OLDEST_DOCKER_API + n}`,
    ),
  ].map((name) => `com.amazonaws.ecs.capability.${name}`),
  ...[
    'container-health-check',
    'container-ordering',
    'container-restart-policy',
    'docker-plugin.local',
    'ecr-endpoint',
    'efs',
    'efsAuth',
    'env-files.s3',
    'execute-command',
    'execution-role-awslogs',
    'execution-role-ecr-pull',
    'full-sync',
    'increased-task-cpu-limit',
    'network.container-port-range',
    'pid-ipc-namespace-sharing',
    'private-registry-authentication.secretsmanager',
    'secrets.asm.bootstrap.log-driver',
    'secrets.asm.environment-variables',
    'secrets.ssm.bootstrap.log-driver',
    'secrets.ssm.environment-variables',
    'service-connect-v1',
    'task-cpu-mem-limit',
    'task-eni',
    'task-eni-block-instance-metadata',
  ].map((name) => `ecs.capability.${name}`),
];
