import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { ECSClient } from '@aws-sdk/client-ecs';

/** One account in one region, here or on AWS, with clients for it. */
export interface Target {
  readonly kind: 'local' | 'aws';
  /** Of the local runtime; undefined on AWS. */
  readonly endpoint: string | undefined;
  readonly account: string;
  readonly region: string;
  readonly ecs: ECSClient;
  readonly logs: CloudWatchLogsClient;
  /** Where the ports of the task with this network interface answer, on AWS. */
  readonly publicAddress: (networkInterfaceId: string) => Promise<string | undefined>;
  readonly close: () => void;
}
