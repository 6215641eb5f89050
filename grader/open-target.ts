import type { CloudWatchClientConfig } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECSClient } from '@aws-sdk/client-ecs';
import type { ElasticLoadBalancingV2ClientConfig } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Target } from './target.ts';

export interface LocalTarget {
  readonly kind: 'local';
  readonly endpoint: string;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

export interface AwsTarget {
  readonly kind: 'aws';
  /** Undefined: the one of the environment or the profile. */
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

const patience = { connectionTimeout: 3_000, requestTimeout: 15_000 };

/** Opens clients for the runtime's cluster or, with the usual credentials, for one on AWS. */
export const openTarget = async (options: LocalTarget | AwsTarget): Promise<Target> =>
  options.kind === 'local' ? openLocal(options) : openAws(options);

const openLocal = ({ endpoint, account, region }: LocalTarget): Target => {
  const config = {
    endpoint,
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'test' },
    maxAttempts: 2,
    requestHandler: patience,
  };
  const ecs = new ECSClient(config);
  const logs = new CloudWatchLogsClient(config);
  const ec2 = lazy(async () => new (await import('@aws-sdk/client-ec2')).EC2Client(config));
  const elbv2 = lazy(() => loadElbv2(config));
  const cloudwatch = lazy(() => loadCloudWatch(config));
  return {
    kind: 'local',
    endpoint,
    account,
    region,
    ecs,
    logs,
    ec2: ec2.open,
    elbv2: elbv2.open,
    cloudwatch: cloudwatch.open,
    publicAddress: async () => undefined,
    close: () => {
      ecs.destroy();
      logs.destroy();
      ec2.close();
      elbv2.close();
      cloudwatch.close();
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

const loadElbv2 = async (config: ElasticLoadBalancingV2ClientConfig) => {
  const { ElasticLoadBalancingV2Client } = await import(
    '@aws-sdk/client-elastic-load-balancing-v2'
  );
  return new ElasticLoadBalancingV2Client(config);
};

const loadCloudWatch = async (config: CloudWatchClientConfig) => {
  const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
  return new CloudWatchClient(config);
};

const openAws = async ({ region: wanted, profile }: AwsTarget): Promise<Target> => {
  const config = {
    ...(wanted !== undefined && { region: wanted }),
    ...(profile !== undefined && { profile }),
    requestHandler: patience,
  };
  // Loaded only here: the local runtime needs neither.
  const [{ STSClient, GetCallerIdentityCommand }, { EC2Client, DescribeNetworkInterfacesCommand }] =
    await Promise.all([import('@aws-sdk/client-sts'), import('@aws-sdk/client-ec2')]);
  const sts = new STSClient(config);
  const ecs = new ECSClient(config);
  const logs = new CloudWatchLogsClient(config);
  const ec2 = new EC2Client(config);
  const elbv2 = lazy(() => loadElbv2(config));
  const cloudwatch = lazy(() => loadCloudWatch(config));
  const close = () => {
    for (const client of [sts, ecs, logs, ec2]) client.destroy();
    elbv2.close();
    cloudwatch.close();
  };
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  return {
    kind: 'aws',
    endpoint: undefined,
    account: identity.Account ?? 'unknown',
    region: await ecs.config.region(),
    ecs,
    logs,
    ec2: async () => ec2,
    elbv2: elbv2.open,
    cloudwatch: cloudwatch.open,
    publicAddress: async (networkInterfaceId) => {
      const answer = await ec2.send(
        new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [networkInterfaceId] }),
      );
      return answer.NetworkInterfaces?.[0]?.Association?.PublicIp;
    },
    close,
  };
};
