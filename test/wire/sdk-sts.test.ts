import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { startRuntime } from './runtime.ts';
import { sdkClients } from './sdk-clients.ts';

test('STS says who the access key id names', async () => {
  await using runtime = await startRuntime();
  using clients = sdkClients(runtime.endpoint);
  expect(await clients.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '111122223333',
    Arn: 'arn:aws:iam::111122223333:root',
  });
});
