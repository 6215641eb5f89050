import { containerInstanceArn, type Scope } from '../arn.ts';
import type { CommandOutput, Commands, Failure } from '../commands.ts';
import { invalidParameter } from '../errors.ts';
import { findCluster, findContainerInstance } from '../find.ts';
import type { ContainerInstance } from '../model/index.ts';
import { validateTags } from '../tags/validate.ts';
import type { Transaction } from '../transaction.ts';
import { checkedAttribute } from './attribute-rules.ts';
import { findLive } from './find.ts';
import { type IdentityDocument, readIdentityDocument } from './identity-document.ts';
import { register } from './register.ts';
import { deregister, setDraining } from './status.ts';

export { updateContainerAgent } from './agent-update.ts';

/** AWS: UpdateContainerInstancesState takes so many in one call. */
const MOST_UPDATED = 10;

/**
 * Registers an EC2 instance, or registers it again, which is harmless. It is known by its identity
 * document, or by `containerInstanceArn` if it was registered before.
 */
export function registerContainerInstance(
  tx: Transaction,
  scope: Scope,
  input: Commands['RegisterContainerInstance']['input'],
): CommandOutput<'RegisterContainerInstance'> {
  const cluster = findCluster(tx.state, scope, input.cluster);
  const before = input.containerInstanceArn
    ? findLive(tx.state, scope, cluster, input.containerInstanceArn)
    : undefined;
  const document = documentOf(scope, input.instanceIdentityDocument, before);
  validateTags(input.tags);
  const attributes = (input.attributes ?? []).map(({ name, value }) =>
    checkedAttribute(name, value),
  );
  const arn = register(tx, scope, cluster, {
    document,
    totalResources: input.totalResources ?? [],
    attributes,
    tags: input.tags ?? [],
    agentVersion: input.versionInfo?.agentVersion ?? '',
    dockerVersion: input.versionInfo?.dockerVersion ?? '',
  });
  return { containerInstanceArn: arn };
}

function documentOf(
  scope: Scope,
  text: string | undefined,
  before: ContainerInstance | undefined,
): IdentityDocument {
  if (!text) {
    if (before !== undefined) return identityOf(before);
    throw invalidParameter(
      'instanceIdentityDocument must be given: it says which EC2 instance is to be registered.',
    );
  }
  const document = readIdentityDocument(scope, text);
  if (before !== undefined && before.ec2InstanceId !== document.instanceId) {
    throw invalidParameter(
      `The container instance ${before.containerInstanceArn} is the EC2 instance ${before.ec2InstanceId}, the identity document is of ${document.instanceId}.`,
    );
  }
  return document;
}

/** What its identity document said when it registered. */
function identityOf({ ec2InstanceId, attributes }: ContainerInstance): IdentityDocument {
  const values = new Map(attributes.map(({ name, value }) => [name, value]));
  return {
    instanceId: ec2InstanceId,
    instanceType: values.get('ecs.instance-type'),
    availabilityZone: values.get('ecs.availability-zone'),
    imageId: values.get('ecs.ami-id'),
    architecture: values.get('ecs.cpu-architecture'),
  };
}

/** It is INACTIVE from then on. Without `force` it must have no tasks. */
export function deregisterContainerInstance(
  tx: Transaction,
  scope: Scope,
  input: Commands['DeregisterContainerInstance']['input'],
): CommandOutput<'DeregisterContainerInstance'> {
  const cluster = findCluster(tx.state, scope, input.cluster);
  const containerInstance = findLive(tx.state, scope, cluster, input.containerInstance);
  const { containerInstanceArn: arn } = containerInstance;
  if (input.force !== true && tx.state.loads.has(arn)) {
    throw invalidParameter('Found running tasks on the instance.');
  }
  deregister(tx, containerInstance);
  return { containerInstanceArn: arn };
}

/** ACTIVE or DRAINING, for up to ten; those that the cluster does not have are `failures`. */
export function updateContainerInstancesState(
  tx: Transaction,
  scope: Scope,
  input: Commands['UpdateContainerInstancesState']['input'],
): CommandOutput<'UpdateContainerInstancesState'> {
  const cluster = findCluster(tx.state, scope, input.cluster);
  const { status, containerInstances = [] } = input;
  if (status !== 'ACTIVE' && status !== 'DRAINING') {
    throw invalidParameter(
      `Container instance status should be one of [ACTIVE, DRAINING], found ${(status ?? 'none').slice(0, 100)}.`,
    );
  }
  if (containerInstances.length < 1 || containerInstances.length > MOST_UPDATED) {
    throw invalidParameter(
      `containerInstances must name 1 to ${MOST_UPDATED}, found ${containerInstances.length}.`,
    );
  }
  const updated = new Set<string>();
  const failures: Failure[] = [];
  for (const idOrArn of containerInstances) {
    const found = findContainerInstance(tx.state, scope, cluster, idOrArn);
    if (found === undefined || found.status === 'INACTIVE') {
      const arn = idOrArn.startsWith('arn:')
        ? idOrArn
        : containerInstanceArn(scope, cluster.clusterName, idOrArn);
      failures.push({ arn, reason: found?.status ?? 'MISSING' });
      continue;
    }
    setDraining(tx, found, status === 'DRAINING');
    updated.add(found.containerInstanceArn);
  }
  return { containerInstanceArns: [...updated], failures };
}
