import {
  DescribeTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  waitUntilTasksRunning,
} from '@aws-sdk/client-ecs';
import {
  DuplicateListenerException,
  ElasticLoadBalancingV2,
  ElasticLoadBalancingV2ServiceException,
  LoadBalancerNotFoundException,
  paginateDescribeTargetGroups,
  TargetGroupNotFoundException,
  waitUntilLoadBalancerAvailable,
  waitUntilLoadBalancersDeleted,
  waitUntilTargetDeregistered,
  waitUntilTargetInService,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCOUNT, REGION, startRuntime, type WireRuntime } from './runtime.ts';
import { sdkClients } from './sdk-clients.ts';

const Subnets = ['subnet-0ca7000000000000a', 'subnet-0ca7000000000000b'];
const ip = {
  Protocol: 'HTTP',
  Port: 80,
  VpcId: 'vpc-0ca70000000000000',
  TargetType: 'ip',
} as const;

describe('the AWS SDK for JavaScript on Elastic Load Balancing', { timeout: 180_000 }, () => {
  let runtime: WireRuntime;
  let elb: ElasticLoadBalancingV2;
  beforeAll(async () => {
    runtime = await startRuntime({ containerofcats: {} });
    elb = new ElasticLoadBalancingV2({
      endpoint: runtime.endpoint,
      region: REGION,
      credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'not-verified' },
      maxAttempts: 1,
    });
  });
  afterAll(async () => {
    elb.destroy();
    await runtime[Symbol.asyncDispose]();
    expect(runtime.reported).toEqual([]);
  });

  const patience = () => ({ client: elb, maxWaitTime: 120, minDelay: 1, maxDelay: 1 });

  /** The address of a task that runs. */
  async function startTask(): Promise<string> {
    using clients = sdkClients(runtime.endpoint);
    const { ecs } = clients;
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'cats',
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        cpu: '256',
        memory: '512',
        containerDefinitions: [
          { name: 'web', image: 'containerofcats', portMappings: [{ containerPort: 80 }] },
        ],
      }),
    );
    await runtime.controlPlane.execute(
      'CreateCluster',
      { account: ACCOUNT, region: REGION },
      { clusterName: 'demo' },
    );
    const awsvpcConfiguration = { subnets: Subnets };
    const run = { cluster: 'demo', taskDefinition: 'cats', launchType: 'FARGATE' } as const;
    const { tasks = [] } = await ecs.send(
      new RunTaskCommand({ ...run, networkConfiguration: { awsvpcConfiguration } }),
    );
    const named = { cluster: 'demo', tasks: [tasks[0]?.taskArn ?? ''] };
    await waitUntilTasksRunning({ client: ecs, maxWaitTime: 120, minDelay: 1, maxDelay: 1 }, named);
    const described = await ecs.send(new DescribeTasksCommand(named));
    const details = described.tasks?.[0]?.attachments?.[0]?.details ?? [];
    return details.find(({ name }) => name === 'privateIPv4Address')?.value ?? '';
  }

  test('a task is put behind a load balancer, and everything is taken away again', async () => {
    const { LoadBalancers } = await elb.createLoadBalancer({ Name: 'front', Subnets });
    const [{ LoadBalancerArn, DNSName, CreatedTime, State } = {}] = LoadBalancers ?? [];
    const LoadBalancerArns = [LoadBalancerArn ?? ''];
    expect(State).toEqual({ Code: 'provisioning' });
    expect(DNSName).toMatch(
      new RegExp(`^front-\\d{10}\\.elb\\.localhost:${new URL(runtime.endpoint).port}$`),
    );
    expect(CreatedTime).toBeInstanceOf(Date);
    await waitUntilLoadBalancerAvailable(patience(), { LoadBalancerArns });

    const created = await elb.createTargetGroup({ ...ip, Name: 'cats' });
    const TargetGroupArn = created.TargetGroups?.[0]?.TargetGroupArn ?? '';
    await elb.modifyTargetGroupAttributes({
      TargetGroupArn,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '100' }],
    });
    const { Listeners } = await elb.createListener({
      LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    });
    const ListenerArn = Listeners?.[0]?.ListenerArn;
    const { Rules } = await elb.createRule({
      ListenerArn,
      Priority: 1,
      Conditions: [
        { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Cat', Values: ['tom*'] } },
        { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'a', Value: 'b' }] } },
      ],
      Actions: [{ Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_302', Path: '/tom' } }],
    });
    expect(Rules).toMatchObject([
      {
        Priority: '1',
        IsDefault: false,
        Conditions: [
          { HttpHeaderConfig: { HttpHeaderName: 'X-Cat', Values: ['tom*'] } },
          { QueryStringConfig: { Values: [{ Key: 'a', Value: 'b' }] } },
        ],
        Actions: [{ RedirectConfig: { StatusCode: 'HTTP_302', Path: '/tom', Host: '#{host}' } }],
      },
    ]);

    const named = { TargetGroupArn, Targets: [{ Id: await startTask(), Port: 80 }] };
    await elb.registerTargets(named);
    await waitUntilTargetInService(patience(), named);
    const { TargetHealthDescriptions } = await elb.describeTargetHealth({ TargetGroupArn });
    expect(TargetHealthDescriptions).toMatchObject([
      { Target: named.Targets[0], HealthCheckPort: '80', TargetHealth: { State: 'healthy' } },
    ]);

    await elb.deregisterTargets(named);
    const draining = await elb.describeTargetHealth(named);
    expect(draining.TargetHealthDescriptions?.[0]?.TargetHealth).toEqual({
      State: 'draining',
      Reason: 'Target.DeregistrationInProgress',
      Description: 'Target deregistration is in progress',
    });
    await waitUntilTargetDeregistered(patience(), named);
    expect(await elb.describeTargetHealth({ TargetGroupArn })).toMatchObject({
      TargetHealthDescriptions: [],
    });

    await elb.deleteLoadBalancer({ LoadBalancerArn });
    await waitUntilLoadBalancersDeleted(patience(), { LoadBalancerArns });
    await elb.deleteTargetGroup({ TargetGroupArn });
    expect((await elb.describeTargetGroups({})).TargetGroups).toEqual([]);
  });

  test('paginators see everything once', async () => {
    const Names = ['a', 'b', 'c', 'd', 'e'];
    for (const Name of Names) await elb.createTargetGroup({ ...ip, Name });
    const seen: (string | undefined)[] = [];
    for await (const page of paginateDescribeTargetGroups({ client: elb, pageSize: 2 }, {})) {
      seen.push(...(page.TargetGroups ?? []).map(({ TargetGroupName }) => TargetGroupName));
    }
    expect(seen).toEqual(Names);
  });

  test('attributes and tags are read as they were written', async () => {
    const { LoadBalancers } = await elb.createLoadBalancer({
      Name: 'network',
      Type: 'network',
      Subnets,
      Tags: [{ Key: 'env', Value: 'test' }],
    });
    const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn ?? '';
    const Attributes = [{ Key: 'deletion_protection.enabled', Value: 'true' }];
    await elb.modifyLoadBalancerAttributes({ LoadBalancerArn, Attributes });
    const described = await elb.describeLoadBalancerAttributes({ LoadBalancerArn });
    expect(described.Attributes).toContainEqual(Attributes[0]);
    await elb.addTags({ ResourceArns: [LoadBalancerArn], Tags: [{ Key: 'owner', Value: 'a b' }] });
    await elb.removeTags({ ResourceArns: [LoadBalancerArn], TagKeys: ['env'] });
    const { TagDescriptions } = await elb.describeTags({ ResourceArns: [LoadBalancerArn] });
    expect(TagDescriptions).toEqual([
      { ResourceArn: LoadBalancerArn, Tags: [{ Key: 'owner', Value: 'a b' }] },
    ]);
  });

  test('errors arrive as the exceptions of the service', async () => {
    const LoadBalancerArn = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:loadbalancer/app/a/1`;
    await expect(elb.describeListeners({ LoadBalancerArn })).rejects.toThrow(
      LoadBalancerNotFoundException,
    );
    await expect(elb.describeTargetGroups({ Names: ['nobody'] })).rejects.toThrow(
      TargetGroupNotFoundException,
    );
    const { LoadBalancers } = await elb.createLoadBalancer({ Name: 'taken', Subnets });
    const text = (StatusCode: string) => ({
      LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
      Protocol: 'HTTP' as const,
      Port: 80,
      DefaultActions: [{ Type: 'fixed-response' as const, FixedResponseConfig: { StatusCode } }],
    });
    await elb.createListener(text('200'));
    await expect(elb.createListener(text('404'))).rejects.toThrow(DuplicateListenerException);
    await expect(elb.describeTrustStores({})).rejects.toThrow(
      ElasticLoadBalancingV2ServiceException,
    );
  });
});
