import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AwsFront } from '../../../src/aws/front.ts';
import { startRuntime, type WireRuntime } from '../../wire/runtime.ts';
import { call, reportingFront } from '../call.ts';
import { callEc2 } from './call-ec2.ts';

let runtime: WireRuntime;
let front: AwsFront;
beforeAll(async () => {
  runtime = await startRuntime();
  ({ front } = reportingFront(runtime.controlPlane));
});
afterAll(() => runtime[Symbol.asyncDispose]());

/** The interfaces that the filters let through. */
async function interfaces(parameters: Record<string, string> = {}) {
  const { result, error } = await callEc2(front, 'DescribeNetworkInterfaces', parameters);
  return error ?? result.networkInterfaceSet?.item ?? [];
}

describe('DescribeNetworkInterfaces', () => {
  test('shows the interface of an instance as DescribeInstances does', async () => {
    const { result } = await callEc2(front, 'RunInstances', {
      ImageId: 'ami-0c2d06d50ce30b442',
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
    });
    const { instanceId } = result.instancesSet.item[0];
    const of = { 'Filter.1.Name': 'attachment.instance-id', 'Filter.1.Value.1': instanceId };
    const id = instanceId.replace(/^i-/, 'eni-');
    await expect
      .poll(() => interfaces(of))
      .toMatchObject([
        {
          networkInterfaceId: id,
          status: 'in-use',
          vpcId: 'vpc-0ca70000000000000',
          privateIpAddress: expect.stringMatching(/^172\.31\./),
          attachment: { instanceId, deviceIndex: '0', status: 'attached' },
          requesterManaged: 'false',
        },
      ]);

    await callEc2(front, 'TerminateInstances', { 'InstanceId.1': instanceId });
    expect(await interfaces(of)).toEqual([]);
    expect(await interfaces({ 'NetworkInterfaceId.1': id })).toMatchObject({
      code: 'InvalidNetworkInterfaceID.NotFound',
    });
  });

  test('shows the interface of a Fargate task, with its own security groups, while it runs', async () => {
    await call(front, 'ecs', 'CreateCluster', {});
    await call(front, 'ecs', 'RegisterTaskDefinition', {
      family: 'cats',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'web', image: 'cats' }],
    });
    const subnets = ['subnet-0ca7000000000000b'];
    const securityGroups: string[] = [];
    for (const GroupName of ['one', 'two']) {
      const group = { GroupName, GroupDescription: 'of a test' };
      const { result } = await callEc2(front, 'CreateSecurityGroup', group);
      securityGroups.push(result.groupId);
    }
    const { json } = await call(front, 'ecs', 'RunTask', {
      taskDefinition: 'cats',
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups } },
    });
    const [{ taskArn }] = json.tasks as [{ taskArn: string }];
    const task = () => runtime.controlPlane.state.tasks.get(taskArn);
    await expect.poll(() => task()?.lastStatus).toBe('RUNNING');

    const managed = { 'Filter.1.Name': 'requester-managed', 'Filter.1.Value.1': 'true' };
    expect(await interfaces(managed)).toMatchObject([
      {
        networkInterfaceId: task()?.networkInterface?.networkInterfaceId,
        subnetId: 'subnet-0ca7000000000000b',
        availabilityZone: 'us-east-1b',
        privateIpAddress: task()?.networkInterface?.privateIpv4Address,
        description: expect.stringMatching(/^arn:aws:ecs:us-east-1:111122223333:attachment\//),
        groupSet: {
          item: [
            { groupId: securityGroups[0], groupName: 'one' },
            { groupId: securityGroups[1], groupName: 'two' },
          ],
        },
        attachment: { instanceOwnerId: 'amazon-aws', deviceIndex: '1', status: 'attached' },
      },
    ]);

    await call(front, 'ecs', 'StopTask', { task: taskArn });
    await expect.poll(() => interfaces(managed)).toEqual([]);
  });

  test("does not show another account's", async () => {
    const { result } = await callEc2(
      front,
      'DescribeNetworkInterfaces',
      {},
      { account: '999999999999' },
    );
    expect(result.networkInterfaceSet).toBe('');
  });
});
