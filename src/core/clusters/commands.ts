import { clusterArn as clusterArnFor, type Scope } from '../arn.ts';
import { checkCapacityProviders, checkStrategy } from '../capacity-providers/strategy.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { invalidParameter, Refusal } from '../errors.ts';
import { findCluster } from '../find.ts';
import type { ClusterSetting } from '../model/index.ts';
import { validateTags } from '../tags/validate.ts';
import type { Transaction } from '../transaction.ts';

const NAME = /^[A-Za-z0-9_-]{1,255}$/;

/** Creating a cluster that is there answers that cluster. */
export function createCluster(
  tx: Transaction,
  scope: Scope,
  input: Commands['CreateCluster']['input'],
): CommandOutput<'CreateCluster'> {
  const clusterName = input.clusterName || 'default';
  if (!NAME.test(clusterName)) {
    throw invalidParameter(
      `The cluster name "${clusterName}" is invalid: expected 1 to 255 letters, digits, hyphens and underscores.`,
    );
  }
  validateTags(input.tags);
  const clusterArn = clusterArnFor(scope, clusterName);
  const { capacityProviders = [], defaultCapacityProviderStrategy = [] } = input;
  checkCapacityProviders(tx.state, clusterArn, capacityProviders);
  checkStrategy(defaultCapacityProviderStrategy, capacityProviders);
  if (tx.state.clusters.get(clusterArn)?.status === 'ACTIVE') return { clusterArn };
  tx.emit({
    type: 'ClusterPut',
    cluster: {
      clusterArn,
      clusterName,
      status: 'ACTIVE',
      settings: settings([], input.settings),
      configuration: input.configuration,
      capacityProviders,
      defaultCapacityProviderStrategy,
      tags: input.tags ?? [],
    },
  });
  return { clusterArn };
}

export function updateCluster(
  tx: Transaction,
  scope: Scope,
  input: Commands['UpdateCluster']['input'],
): CommandOutput<'UpdateCluster'> {
  const cluster = findCluster(tx.state, scope, input.cluster);
  tx.emit({
    type: 'ClusterPut',
    cluster: {
      ...cluster,
      settings: settings(cluster.settings, input.settings),
      configuration: input.configuration ?? cluster.configuration,
    },
  });
  return { clusterArn: cluster.clusterArn };
}

const INSIGHTS = ['enabled', 'disabled', 'enhanced'];

function settings(
  before: readonly ClusterSetting[],
  given: readonly ClusterSetting[] = [],
): readonly ClusterSetting[] {
  for (const { name, value = '' } of given) {
    if (name !== 'containerInsights' || !INSIGHTS.includes(value)) {
      throw invalidParameter(
        `The cluster setting ${name}=${value} is invalid: expected containerInsights with one of ${INSIGHTS.join(', ')}.`,
      );
    }
  }
  const [last] = given.slice(-1);
  if (last !== undefined) return [last];
  return before.length > 0 ? before : [{ name: 'containerInsights', value: 'disabled' }];
}

/** A cluster must be empty to be deleted; it is INACTIVE from then on. */
export function deleteCluster(
  tx: Transaction,
  scope: Scope,
  input: Commands['DeleteCluster']['input'],
): CommandOutput<'DeleteCluster'> {
  const cluster = findCluster(tx.state, scope, input.cluster);
  const { clusterArn } = cluster;
  const services = [...(tx.state.servicesByCluster.get(clusterArn) ?? [])];
  if (services.some((arn) => tx.state.services.get(arn)?.status !== 'INACTIVE')) {
    throw new Refusal(
      'ClusterContainsServicesException',
      'The Cluster cannot be deleted while Services are active.',
    );
  }
  const instances = [...(tx.state.containerInstancesByCluster.get(clusterArn) ?? [])];
  if (instances.some((arn) => tx.state.containerInstances.get(arn)?.status !== 'INACTIVE')) {
    throw new Refusal(
      'ClusterContainsContainerInstancesException',
      'The Cluster cannot be deleted while Container Instances are active or draining.',
    );
  }
  const tasks = [...(tx.state.tasksByCluster.get(clusterArn) ?? [])];
  if (tasks.some((arn) => tx.state.tasks.get(arn)?.lastStatus !== 'STOPPED')) {
    throw new Refusal(
      'ClusterContainsTasksException',
      'The Cluster cannot be deleted while Tasks are active.',
    );
  }
  tx.emit({ type: 'ClusterPut', cluster: { ...cluster, status: 'INACTIVE' } });
  return { clusterArn };
}
