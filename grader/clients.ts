import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import type { EC2Client } from '@aws-sdk/client-ec2';
import { ECSClient, type ECSClientConfig } from '@aws-sdk/client-ecs';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { IAMClient } from '@aws-sdk/client-iam';

/** What checks ask the AWS API with. */
export interface Clients {
  readonly ecs: ECSClient;
  readonly logs: CloudWatchLogsClient;
  /** Loads the client when it is first asked for: it is large, and most labs have no instances. */
  readonly ec2: () => Promise<EC2Client>;
  /** As `ec2`. */
  readonly elbv2: () => Promise<ElasticLoadBalancingV2Client>;
  /** As `ec2`. */
  readonly cloudwatch: () => Promise<CloudWatchClient>;
  /** As `ec2`. */
  readonly iam: () => Promise<IAMClient>;
  /** As `ec2`. On AWS each request costs a cent. */
  readonly costExplorer: () => Promise<CostExplorerClient>;
}

export type ClientConfig = Pick<
  ECSClientConfig,
  'endpoint' | 'region' | 'profile' | 'credentials' | 'maxAttempts'
>;

/** Milliseconds. */
const patience = { connectionTimeout: 3_000, requestTimeout: 15_000 };

/** One client for each service, all with the same configuration. */
export const openClients = (options: ClientConfig): Clients & { readonly close: () => void } => {
  const config = { ...options, requestHandler: patience };
  const ecs = new ECSClient(config);
  const logs = new CloudWatchLogsClient(config);
  const ec2 = lazy(async () => new (await import('@aws-sdk/client-ec2')).EC2Client(config));
  const elbv2 = lazy(
    async () =>
      new (await import('@aws-sdk/client-elastic-load-balancing-v2')).ElasticLoadBalancingV2Client(
        config,
      ),
  );
  const cloudwatch = lazy(
    async () => new (await import('@aws-sdk/client-cloudwatch')).CloudWatchClient(config),
  );
  const iam = lazy(async () => new (await import('@aws-sdk/client-iam')).IAMClient(config));
  const costExplorer = lazy(async () => {
    const { CostExplorerClient } = await import('@aws-sdk/client-cost-explorer');
    // AWS: Cost Explorer answers there, for all regions.
    return new CostExplorerClient({ ...config, region: 'us-east-1' });
  });
  return {
    ecs,
    logs,
    ec2: ec2.open,
    elbv2: elbv2.open,
    cloudwatch: cloudwatch.open,
    iam: iam.open,
    costExplorer: costExplorer.open,
    close: () => {
      ecs.destroy();
      logs.destroy();
      for (const { close } of [ec2, elbv2, cloudwatch, iam, costExplorer]) close();
    },
  };
};

/** A client that is made, and its package loaded, when it is first asked for. */
const lazy = <Client extends { readonly destroy: () => void }>(load: () => Promise<Client>) => {
  let opened: Promise<Client> | undefined;
  return {
    open: () => {
      opened ??= load();
      return opened;
    },
    close: () => {
      void opened?.then((client) => client.destroy());
    },
  };
};
