import type { Scope } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { Refusal } from '../errors.ts';
import { findCluster } from '../find.ts';
import type { Cluster } from '../model/index.ts';
import type { State } from '../state.ts';
import type { Transaction } from '../transaction.ts';
import { providerOf } from './instance-group.ts';
import { checkCapacityProviders, checkStrategy } from './strategy.ts';

/**
 * Sets the cluster's capacity providers and default strategy. One that tasks or services use
 * cannot be left out. Container instances of a group belong to its provider from then on.
 */
export function putClusterCapacityProviders(
  tx: Transaction,
  scope: Scope,
  input: Commands['PutClusterCapacityProviders']['input'],
): CommandOutput<'PutClusterCapacityProviders'> {
  const before = findCluster(tx.state, scope, input.cluster);
  const { clusterArn } = before;
  const { capacityProviders = [], defaultCapacityProviderStrategy = [] } = input;
  checkCapacityProviders(tx.state, clusterArn, capacityProviders);
  checkStrategy(defaultCapacityProviderStrategy, capacityProviders);
  const used = providersInUse(tx.state, clusterArn);
  const removed = before.capacityProviders.find(
    (name) => !capacityProviders.includes(name) && used.has(name),
  );
  if (removed !== undefined) {
    throw new Refusal(
      'ResourceInUseException',
      `The specified capacity provider is in use and cannot be removed: ${removed}.`,
    );
  }
  const cluster: Cluster = { ...before, capacityProviders, defaultCapacityProviderStrategy };
  tx.emit({ type: 'ClusterPut', cluster });
  for (const arn of tx.state.containerInstancesByCluster.get(clusterArn) ?? []) {
    assign(tx, cluster, arn);
  }
  return { clusterArn };
}

/** By tasks that are not STOPPED and by services, in the cluster. */
function providersInUse(state: State, clusterArn: string): ReadonlySet<string | undefined> {
  const tasks = [...(state.tasksByCluster.get(clusterArn) ?? [])]
    .map((arn) => state.tasks.get(arn))
    .filter((task) => task?.lastStatus !== 'STOPPED')
    .map((task) => task?.capacityProviderName);
  const services = [...(state.servicesByCluster.get(clusterArn) ?? [])]
    .map((arn) => state.services.get(arn))
    .filter((service) => service?.status !== 'INACTIVE')
    .flatMap((service) => [
      ...(service?.capacityProviderStrategy ?? []),
      ...[...(service?.deployments ?? []), ...(service?.taskSets ?? [])].flatMap(
        (one) => one.capacityProviderStrategy ?? [],
      ),
    ])
    .map(({ capacityProvider }) => capacityProvider);
  return new Set([...tasks, ...services]);
}

function assign(tx: Transaction, cluster: Cluster, containerInstanceArn: string): void {
  const before = tx.state.containerInstances.get(containerInstanceArn);
  if (before === undefined || before.status === 'INACTIVE') return;
  const { capacityProviderName, ...others } = before;
  const provider = providerOf(tx.state, cluster, tx.state.instances.get(before.instanceArn ?? ''));
  if (provider.capacityProviderName === capacityProviderName) return;
  const containerInstance = { ...others, ...provider, version: before.version + 1 };
  tx.emit({ type: 'ContainerInstancePut', containerInstance });
}
