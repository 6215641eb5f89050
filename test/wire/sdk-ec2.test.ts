import {
  EC2,
  EC2ServiceException,
  paginateDescribeInstances,
  paginateDescribeInstanceTypes,
  waitUntilInstanceRunning,
  waitUntilInstanceStopped,
  waitUntilInstanceTerminated,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCOUNT, REGION, startRuntime, type WireRuntime } from './runtime.ts';

describe('the AWS SDK for JavaScript on EC2', { timeout: 180_000 }, () => {
  let runtime: WireRuntime;
  let ec2: EC2;
  beforeAll(async () => {
    runtime = await startRuntime();
    ec2 = new EC2({
      endpoint: runtime.endpoint,
      region: REGION,
      credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'not-verified' },
      maxAttempts: 1,
    });
  });
  afterAll(async () => {
    ec2.destroy();
    await runtime[Symbol.asyncDispose]();
    expect(runtime.reported).toEqual([]);
  });

  const patience = () => ({ client: ec2, maxWaitTime: 120, minDelay: 1, maxDelay: 1 });
  const image = { ImageId: 'ami-0c2d06d50ce30b442', MinCount: 1, MaxCount: 1 } as const;

  test('an instance lives through all its states', async () => {
    const reservation = await ec2.runInstances({
      ...image,
      InstanceType: 't3.medium',
      KeyName: 'cats',
      IamInstanceProfile: { Name: 'ecsInstanceRole' },
      UserData: Buffer.from('#!/bin/bash\necho hello').toString('base64'),
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'tom' }] }],
    });
    const [started] = reservation.Instances ?? [];
    const InstanceIds = [started?.InstanceId ?? ''];
    expect(started).toMatchObject({
      InstanceId: expect.stringMatching(/^i-[0-9a-f]{17}$/),
      State: { Code: 0, Name: 'pending' },
      PublicDnsName: '',
      KeyName: 'cats',
      IamInstanceProfile: { Arn: `arn:aws:iam::${ACCOUNT}:instance-profile/ecsInstanceRole` },
      Tags: [{ Key: 'Name', Value: 'tom' }],
    });
    expect(started?.LaunchTime).toBeInstanceOf(Date);

    await waitUntilInstanceRunning(patience(), { InstanceIds });
    const described = await ec2.describeInstances({ InstanceIds });
    expect(described.Reservations?.[0]?.Instances?.[0]).toMatchObject({
      State: { Code: 16, Name: 'running' },
      PublicDnsName: `${InstanceIds[0]}.ec2.localhost:${new URL(runtime.endpoint).port}`,
      PrivateDnsName: expect.stringMatching(/^ip-\d+-\d+-\d+-\d+\.ec2\.internal$/),
      CpuOptions: { CoreCount: 1, ThreadsPerCore: 2 },
    });

    const stopping = await ec2.stopInstances({ InstanceIds });
    expect(stopping.StoppingInstances).toEqual([
      {
        InstanceId: InstanceIds[0],
        CurrentState: { Code: 64, Name: 'stopping' },
        PreviousState: { Code: 16, Name: 'running' },
      },
    ]);
    await waitUntilInstanceStopped(patience(), { InstanceIds });
    const stopped = await ec2.describeInstances({ InstanceIds });
    expect(stopped.Reservations?.[0]?.Instances?.[0]).toMatchObject({
      PublicDnsName: '',
      StateReason: { Code: 'Client.UserInitiatedShutdown' },
      StateTransitionReason: expect.stringMatching(/^User initiated \(20\d\d-.* GMT\)$/),
    });
    await ec2.startInstances({ InstanceIds });
    await waitUntilInstanceRunning(patience(), { InstanceIds });
    await ec2.terminateInstances({ InstanceIds });
    await waitUntilInstanceTerminated(patience(), { InstanceIds });
    const gone = await ec2.describeInstances({ InstanceIds });
    expect(gone.Reservations?.[0]?.Instances?.[0]?.PrivateIpAddress).toBeUndefined();
  });

  test('one client token starts one instance', async () => {
    const call = { ...image, InstanceType: 't3.nano', ClientToken: 'once' } as const;
    const [first, again] = [await ec2.runInstances(call), await ec2.runInstances(call)];
    expect(again.ReservationId).toBe(first.ReservationId);
    expect(again.Instances?.map(({ InstanceId }) => InstanceId)).toEqual(
      first.Instances?.map(({ InstanceId }) => InstanceId),
    );
  });

  test('paginators see everything once', async () => {
    const { Instances = [] } = await ec2.runInstances({
      ...image,
      MinCount: 12,
      MaxCount: 12,
      InstanceType: 't3.small',
    });
    const Filters = [{ Name: 'instance-type', Values: ['t3.small'] }];
    const seen: (string | undefined)[] = [];
    let pages = 0;
    for await (const page of paginateDescribeInstances({ client: ec2, pageSize: 5 }, { Filters })) {
      pages += 1;
      seen.push(
        ...(page.Reservations ?? []).flatMap((reservation) =>
          (reservation.Instances ?? []).map(({ InstanceId }) => InstanceId),
        ),
      );
    }
    expect(pages).toBe(3);
    expect(seen).toEqual(Instances.map(({ InstanceId }) => InstanceId));
    const types = new Map<string, number>();
    for await (const page of paginateDescribeInstanceTypes({ client: ec2, pageSize: 20 }, {})) {
      for (const { InstanceType = '', MemoryInfo } of page.InstanceTypes ?? [])
        types.set(InstanceType, MemoryInfo?.SizeInMiB ?? 0);
    }
    expect(types.size).toBe(51);
    expect(types.get('c5.large')).toBe(4096);
  });

  test.each([
    ['InvalidParameterValue', () => ec2.runInstances({ ...image, InstanceType: 'm1.small' })],
    ['InvalidInstanceID.NotFound', () => ec2.stopInstances({ InstanceIds: ['i-01234567'] })],
    ['InvalidInstanceID.Malformed', () => ec2.startInstances({ InstanceIds: ['tom'] })],
    ['DryRunOperation', () => ec2.describeVpcs({ DryRun: true })],
    ['InvalidAction', () => ec2.describeVolumes({})],
  ])('%s arrives as an exception of EC2', async (code, call) => {
    const error = await call().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EC2ServiceException);
    expect(error).toMatchObject({ name: code, message: expect.stringMatching(/\w+ \w+/) });
  });
});
