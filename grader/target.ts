import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';

/** One account in one region, here or on AWS, with clients for it. */
export interface Target {
  readonly kind: 'local' | 'aws';
  /** Of the local runtime; undefined on AWS. */
  readonly endpoint: string | undefined;
  readonly account: string;
  readonly region: string;
  readonly ecs: ECSClient;
  readonly logs: CloudWatchLogsClient;
  /** Loads the client when it is first asked for: it is large, and most labs have no instances. */
  readonly ec2: () => Promise<EC2Client>;
  /** As `ec2`. */
  readonly elbv2: () => Promise<ElasticLoadBalancingV2Client>;
  /** As `ec2`. */
  readonly cloudwatch: () => Promise<CloudWatchClient>;
  /** Where the ports of the task with this network interface answer, on AWS. */
  readonly publicAddress: (networkInterfaceId: string) => Promise<string | undefined>;
  readonly close: () => void;
}
