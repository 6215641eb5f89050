import type { Tag } from './tag.ts';

export interface CapacityProviderStrategyItem {
  readonly capacityProvider: string | undefined;
  readonly weight?: number | undefined;
  readonly base?: number | undefined;
}

export interface ClusterSetting {
  readonly name?: 'containerInsights' | undefined;
  readonly value?: string | undefined;
}

/** A logical group of capacity, tasks and services. */
export interface Cluster {
  readonly clusterArn: string;
  readonly clusterName: string;
  /** INACTIVE: deleted, kept for a while so that DescribeClusters can still answer. */
  readonly status: 'ACTIVE' | 'INACTIVE';
  readonly settings: readonly ClusterSetting[];
  /** ExecuteCommand and storage configuration, kept as given. */
  readonly configuration?: object | undefined;
  readonly serviceConnectDefaults?: { readonly namespace?: string } | undefined;
  readonly capacityProviders: readonly string[];
  readonly defaultCapacityProviderStrategy: readonly CapacityProviderStrategyItem[];
  readonly tags: readonly Tag[];
}
