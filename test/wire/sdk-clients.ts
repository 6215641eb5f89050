import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECSClient } from '@aws-sdk/client-ecs';
import { STSClient } from '@aws-sdk/client-sts';
import { ACCOUNT, REGION } from './runtime.ts';

/** Clients of the AWS SDK for JavaScript against one endpoint, as any program would make them. */
export function sdkClients(endpoint: string, account = ACCOUNT, region = REGION) {
  const options = {
    endpoint,
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'not-verified' },
    maxAttempts: 1,
  };
  const ecs = new ECSClient(options);
  const logs = new CloudWatchLogsClient(options);
  const sts = new STSClient(options);
  return {
    ecs,
    logs,
    sts,
    [Symbol.dispose]() {
      ecs.destroy();
      logs.destroy();
      sts.destroy();
    },
  };
}
