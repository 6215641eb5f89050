import { describe, expect, test } from 'vitest';
import type { CommandName, Commands } from '../../src/core/commands.ts';
import { Refusal } from '../../src/core/errors.ts';
import { demo, NETWORK, type World } from './world.ts';

const by = { createdBy: 'arn:aws:iam::111122223333:root' };
const fargate = { launchType: 'FARGATE', networkConfiguration: NETWORK } as const;
const run = { cluster: 'demo', taskDefinition: 'cats', ...fargate };
const service = { cluster: 'demo', serviceName: 'cats', taskDefinition: 'cats', ...fargate, ...by };

type Refused = { [N in CommandName]: [string, N, Commands[N]['input'], string] }[CommandName];

/** What is wrong, the command, and the exception that answers it. */
const refusals: Refused[] = [
  [
    'a cluster name with a blank',
    'CreateCluster',
    { clusterName: 'my cats' },
    'InvalidParameterException',
  ],
  [
    'an unknown capacity provider',
    'CreateCluster',
    { clusterName: 'x', capacityProviders: ['mine'] },
    'InvalidParameterException',
  ],
  [
    'an unknown setting',
    'UpdateCluster',
    { cluster: 'demo', settings: [{ name: 'containerInsights', value: 'often' }] },
    'InvalidParameterException',
  ],
  [
    'deleting a cluster that is not there',
    'DeleteCluster',
    { cluster: 'nope' },
    'ClusterNotFoundException',
  ],
  [
    'running in a cluster that is not there',
    'RunTask',
    { ...run, cluster: 'nope' },
    'ClusterNotFoundException',
  ],
  [
    'running in the default cluster before it is there',
    'RunTask',
    { ...run, cluster: undefined },
    'ClusterNotFoundException',
  ],
  ['running an unknown family', 'RunTask', { ...run, taskDefinition: 'dogs' }, 'ClientException'],
  [
    'running an unknown revision',
    'RunTask',
    { ...run, taskDefinition: 'cats:9' },
    'ClientException',
  ],
  ['running eleven', 'RunTask', { ...run, count: 11 }, 'InvalidParameterException'],
  ['running none', 'RunTask', { ...run, count: 0 }, 'InvalidParameterException'],
  [
    'awsvpc without a network',
    'RunTask',
    { ...run, networkConfiguration: undefined },
    'InvalidParameterException',
  ],
  [
    'a subnet that is not there',
    'RunTask',
    { ...run, networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } } },
    'InvalidParameterException',
  ],
  [
    'the launch type EC2 without instances',
    'RunTask',
    { ...run, launchType: 'EC2' },
    'InvalidParameterException',
  ],
  [
    'an unknown platform version',
    'RunTask',
    { ...run, platformVersion: '9.9.9' },
    'PlatformUnknownException',
  ],
  [
    'an override of no container',
    'RunTask',
    { ...run, overrides: { containerOverrides: [{ name: 'db' }] } },
    'ClientException',
  ],
  ['a group of a service', 'RunTask', { ...run, group: 'service:x' }, 'InvalidParameterException'],
  [
    'launch type and strategy',
    'RunTask',
    { ...run, capacityProviderStrategy: [{ capacityProvider: 'FARGATE' }] },
    'InvalidParameterException',
  ],
  [
    'fifty-one tags',
    'RunTask',
    { ...run, tags: Array.from({ length: 51 }, (_, n) => ({ key: `k${n}`, value: '' })) },
    'InvalidParameterException',
  ],
  [
    'a tag of AWS',
    'RunTask',
    { ...run, tags: [{ key: 'aws:x', value: '' }] },
    'InvalidParameterException',
  ],
  [
    'stopping a task that is not there',
    'StopTask',
    { cluster: 'demo', task: 'feed' },
    'InvalidParameterException',
  ],
  [
    'a service without a name',
    'CreateService',
    { ...service, serviceName: '' },
    'InvalidParameterException',
  ],
  [
    'a service that is there',
    'CreateService',
    { ...service, serviceName: 'there' },
    'InvalidParameterException',
  ],
  [
    'a negative count',
    'CreateService',
    { ...service, desiredCount: -1 },
    'InvalidParameterException',
  ],
  [
    'a maximum of 50 %',
    'CreateService',
    { ...service, deploymentConfiguration: { maximumPercent: 50 } },
    'InvalidParameterException',
  ],
  [
    'a minimum of 150 %',
    'CreateService',
    { ...service, deploymentConfiguration: { minimumHealthyPercent: 150 } },
    'InvalidParameterException',
  ],
  [
    'updating a service that is not there',
    'UpdateService',
    { cluster: 'demo', service: 'nope' },
    'ServiceNotFoundException',
  ],
  [
    'deleting a service that is not there',
    'DeleteService',
    { cluster: 'demo', service: 'nope' },
    'ServiceNotFoundException',
  ],
  [
    'deleting a service above 0',
    'DeleteService',
    { cluster: 'demo', service: 'there' },
    'InvalidParameterException',
  ],
  [
    'deleting a cluster with services',
    'DeleteCluster',
    { cluster: 'demo' },
    'ClusterContainsServicesException',
  ],
  [
    'deregistering without a revision',
    'DeregisterTaskDefinition',
    { taskDefinition: 'cats' },
    'ClientException',
  ],
  [
    'deregistering what is not there',
    'DeregisterTaskDefinition',
    { taskDefinition: 'cats:9' },
    'ClientException',
  ],
  [
    'tagging what is no ARN',
    'TagResource',
    { resourceArn: 'cats', tags: [] },
    'InvalidParameterException',
  ],
];

const send = (world: World, name: CommandName, input: unknown): unknown => {
  try {
    world.send(name, input as never);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('refused, with nothing changed:', () => {
  test.each(refusals)('%s', (_, name, input, code) => {
    const world = demo();
    world.createService({ serviceName: 'there', desiredCount: 1 });
    const records = world.records.length;
    const refusal = send(world, name, input);
    expect(refusal).toBeInstanceOf(Refusal);
    expect((refusal as Refusal).code).toBe(code);
    expect((refusal as Refusal).message).toMatchSnapshot();
    expect(world.records).toHaveLength(records);
  });
});

describe('a cluster', () => {
  test('cannot be deleted while it has tasks', () => {
    const world = demo();
    const [task = ''] = world.runTask();
    expect(() => world.send('DeleteCluster', { cluster: 'demo' })).toThrow(
      'The Cluster cannot be deleted while Tasks are active.',
    );
    world.send('StopTask', { cluster: 'demo', task });
    world.send('DeleteCluster', { cluster: 'demo' });
    expect([...world.state.clusters.values()]).toMatchObject([{ status: 'INACTIVE' }]);
  });

  test('named default is meant when none is named', () => {
    const world = demo();
    world.send('CreateCluster', {});
    const [task = ''] = world.runTask({ cluster: undefined });
    expect(task).toContain(':task/default/');
  });
});

describe('tags', () => {
  test('are added, replaced and taken away', () => {
    const world = demo();
    const resourceArn = [...world.state.clusters.keys()][0];
    world.send('TagResource', {
      resourceArn,
      tags: [
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ],
    });
    world.send('TagResource', { resourceArn, tags: [{ key: 'a', value: '3' }] });
    world.send('UntagResource', { resourceArn, tagKeys: ['b'] });
    expect([...world.state.clusters.values()][0]?.tags).toEqual([{ key: 'a', value: '3' }]);
  });

  test('go from the service to its tasks when it propagates them', () => {
    const world = demo();
    const arn = world.createService({
      propagateTags: 'SERVICE',
      enableECSManagedTags: true,
      tags: [{ key: 'team', value: 'cats' }],
    });
    expect(world.running(arn)[0]?.tags).toEqual([
      { key: 'aws:ecs:clusterName', value: 'demo' },
      { key: 'aws:ecs:serviceName', value: 'cats' },
      { key: 'team', value: 'cats' },
    ]);
  });
});
