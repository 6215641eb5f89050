import { capacityProviderArn, ecsArn, nameOf, type Scope } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { clientException, invalidParameter } from '../errors.ts';
import type { CapacityProvider } from '../model/index.ts';
import { validateTags } from '../tags/validate.ts';
import type { Transaction } from '../transaction.ts';
import { groupProvider } from './group-provider.ts';
import { groupNameOf } from './instance-group.ts';
import { isFargateProvider } from './names.ts';

export { putClusterCapacityProviders } from './put-cluster-capacity-providers.ts';

const NAME = /^[A-Za-z0-9_-]{1,255}$/;
const RESERVED_NAME = /^(aws|ecs|fargate)/i;

/** A group of instances as capacity; INACTIVE ones of the same name give way. */
export function createCapacityProvider(
  tx: Transaction,
  scope: Scope,
  input: Commands['CreateCapacityProvider']['input'],
): CommandOutput<'CreateCapacityProvider'> {
  const { name = '', autoScalingGroupProvider } = input;
  if (!NAME.test(name) || RESERVED_NAME.test(name)) {
    throw invalidParameter(
      `The capacity provider name "${name.slice(0, 300)}" is invalid: expected 1 to 255 letters, digits, hyphens and underscores that do not begin with aws, ecs or fargate.`,
    );
  }
  if (autoScalingGroupProvider === undefined) {
    throw invalidParameter(
      'autoScalingGroupProvider must be given: it names the Auto Scaling group of the capacity provider.',
    );
  }
  validateTags(input.tags);
  const arn = capacityProviderArn(scope, name);
  if (tx.state.capacityProviders.get(arn)?.status === 'ACTIVE') {
    throw clientException(
      'The specified capacity provider already exists. To change the configuration of an existing capacity provider, update the capacity provider.',
    );
  }
  const provider = groupProvider(autoScalingGroupProvider, undefined);
  checkGroupIsFree(tx, scope, provider.autoScalingGroupArn);
  const capacityProvider: CapacityProvider = {
    capacityProviderArn: arn,
    name,
    status: 'ACTIVE',
    autoScalingGroupProvider: provider,
    tags: input.tags ?? [],
  };
  tx.emit({ type: 'CapacityProviderPut', capacityProvider });
  return { capacityProviderArn: arn };
}

function checkGroupIsFree(tx: Transaction, scope: Scope, groupArn: string): void {
  const ours = ecsArn(scope, 'capacity-provider/');
  for (const other of tx.state.capacityProviders.values()) {
    const { autoScalingGroupArn } = other.autoScalingGroupProvider;
    if (
      other.status === 'ACTIVE' &&
      other.capacityProviderArn.startsWith(ours) &&
      groupNameOf(autoScalingGroupArn) === groupNameOf(groupArn)
    ) {
      throw invalidParameter(
        `The specified Auto Scaling group is already being used by another capacity provider (${other.name}). Specify a unique Auto Scaling group and try again.`,
      );
    }
  }
}

/** What is not given stays. The group itself cannot change. */
export function updateCapacityProvider(
  tx: Transaction,
  scope: Scope,
  input: Commands['UpdateCapacityProvider']['input'],
): CommandOutput<'UpdateCapacityProvider'> {
  const before = findCapacityProvider(tx, scope, input.name, 'updated');
  if (input.autoScalingGroupProvider === undefined) {
    throw invalidParameter('autoScalingGroupProvider must be given: it says what is to change.');
  }
  const autoScalingGroupProvider = groupProvider(
    input.autoScalingGroupProvider,
    before.autoScalingGroupProvider,
  );
  tx.emit({
    type: 'CapacityProviderPut',
    capacityProvider: { ...before, autoScalingGroupProvider },
  });
  return { capacityProviderArn: before.capacityProviderArn };
}

/** It must be in no cluster; it is INACTIVE from then on. */
export function deleteCapacityProvider(
  tx: Transaction,
  scope: Scope,
  input: Commands['DeleteCapacityProvider']['input'],
): CommandOutput<'DeleteCapacityProvider'> {
  const before = findCapacityProvider(tx, scope, input.capacityProvider, 'deleted');
  const ours = ecsArn(scope, 'cluster/');
  for (const { clusterArn, clusterName, status, capacityProviders } of tx.state.clusters.values()) {
    const uses = clusterArn.startsWith(ours) && capacityProviders.includes(before.name);
    if (status === 'ACTIVE' && uses) {
      throw clientException(
        `The capacity provider cannot be deleted because it is associated with cluster: ${clusterName}. Remove the capacity provider from the cluster and try again.`,
      );
    }
  }
  tx.emit({ type: 'CapacityProviderPut', capacityProvider: { ...before, status: 'INACTIVE' } });
  return { capacityProviderArn: before.capacityProviderArn };
}

/** An ACTIVE capacity provider of one's own, by name or ARN; throws ClientException. */
function findCapacityProvider(
  tx: Transaction,
  scope: Scope,
  nameOrArn: string | undefined,
  change: 'updated' | 'deleted',
): CapacityProvider {
  if (!nameOrArn) {
    throw invalidParameter('The capacity provider must be given: its name or ARN is empty.');
  }
  if (isFargateProvider(nameOf(nameOrArn))) {
    throw invalidParameter(
      `The capacity provider ${nameOf(nameOrArn)} is reserved: it cannot be ${change}.`,
    );
  }
  const arn = nameOrArn.startsWith('arn:') ? nameOrArn : capacityProviderArn(scope, nameOrArn);
  const found = tx.state.capacityProviders.get(arn);
  if (found?.status === 'ACTIVE') return found;
  throw clientException(
    'The specified capacity provider does not exist. Specify a valid name or ARN and try again.',
  );
}
