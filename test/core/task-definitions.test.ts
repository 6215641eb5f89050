import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/core/errors.ts';
import type { ContainerDefinition, TaskDefinitionInput } from '../../src/core/model/index.ts';
import { FARGATE_SIZES } from '../../src/core/task-definitions/fargate.ts';
import { demo } from './world.ts';

const web: ContainerDefinition = { name: 'web', image: 'cats' };
const container = (change: Partial<ContainerDefinition>): Partial<TaskDefinitionInput> => ({
  containerDefinitions: [{ ...web, ...change }],
});
const onEc2: Partial<TaskDefinitionInput> = {
  requiresCompatibilities: undefined,
  networkMode: 'bridge',
  cpu: undefined,
  memory: undefined,
};
const awslogs = {
  logDriver: 'awslogs',
  options: { 'awslogs-group': 'g', 'awslogs-region': 'us-east-1' },
};

/** What is wrong, and the change of a good task definition that makes it so. */
const faults: [string, Partial<TaskDefinitionInput>][] = [
  ['a family with a blank', { family: 'my cats' }],
  ['no containers', { containerDefinitions: [] }],
  [
    'eleven containers',
    { containerDefinitions: Array.from({ length: 11 }, (_, n) => ({ ...web, name: `c${n}` })) },
  ],
  ['the same name twice', { containerDefinitions: [web, web] }],
  ['no essential container', container({ essential: false })],
  ['a container without an image', container({ image: '' })],
  ['a container name with a slash', container({ name: 'a/b' })],
  ['more than 64 KiB', container({ environment: [{ name: 'X', value: 'x'.repeat(65_536) }] })],
  ['an unknown network mode', { networkMode: 'wifi' as never }],
  ['Fargate with bridge', { networkMode: 'bridge' }],
  ['Fargate without memory', { memory: undefined }],
  ['Fargate with a CPU there is not', { cpu: '300', memory: '512' }],
  ['Fargate with a memory there is not', { cpu: '256', memory: '4096' }],
  ['Fargate between two memory sizes', { cpu: '8192', memory: '20000' }],
  ['a cpu that is no number', { cpu: 'lots' }],
  ['containers with more CPU than the task', container({ cpu: 512 })],
  ['containers with more memory than the task', container({ memory: 1024 })],
  ['a reservation above the limit', container({ memory: 128, memoryReservation: 256 })],
  ['neither memory nor reservation on EC2', onEc2],
  ['port 0', container({ portMappings: [{ containerPort: 0 }] })],
  ['port 65536', container({ portMappings: [{ containerPort: 65_536 }] })],
  ['a mapping without a container port', container({ portMappings: [{ hostPort: 80 }] })],
  [
    'another host port in awsvpc',
    container({ portMappings: [{ containerPort: 80, hostPort: 8080 }] }),
  ],
  [
    'a host port twice',
    {
      ...onEc2,
      ...container({
        memory: 64,
        portMappings: [
          { containerPort: 80, hostPort: 80 },
          { containerPort: 81, hostPort: 80 },
        ],
      }),
    },
  ],
  [
    'an unknown protocol',
    container({ portMappings: [{ containerPort: 80, protocol: 'icmp' as never }] }),
  ],
  [
    'ports without a network',
    {
      ...onEc2,
      networkMode: 'none',
      ...container({ memory: 64, portMappings: [{ containerPort: 80 }] }),
    },
  ],
  ['a health check without a command', container({ healthCheck: { command: ['CMD-SHELL'] } })],
  [
    'a health check every second',
    container({ healthCheck: { command: ['CMD', 'true'], interval: 1 } }),
  ],
  [
    'a dependency on nobody',
    container({ dependsOn: [{ containerName: 'db', condition: 'START' }] }),
  ],
  [
    'a dependency on itself',
    container({ dependsOn: [{ containerName: 'web', condition: 'START' }] }),
  ],
  [
    'a cycle of three',
    {
      containerDefinitions: ['a', 'b', 'c'].map((name, n) => ({
        ...web,
        name,
        dependsOn: [{ containerName: ['b', 'c', 'a'][n], condition: 'START' as const }],
      })),
    },
  ],
  [
    'waiting for health that is not checked',
    {
      containerDefinitions: [
        { ...web, dependsOn: [{ containerName: 'db', condition: 'HEALTHY' }] },
        { ...web, name: 'db' },
      ],
    },
  ],
  [
    'waiting for an essential container to exit',
    {
      containerDefinitions: [
        { ...web, dependsOn: [{ containerName: 'db', condition: 'SUCCESS' }] },
        { ...web, name: 'db' },
      ],
    },
  ],
  [
    'awslogs without a group',
    container({ logConfiguration: { logDriver: 'awslogs', options: {} } }),
  ],
  ['awslogs on Fargate without an execution role', container({ logConfiguration: awslogs })],
  ['syslog on Fargate', container({ logConfiguration: { logDriver: 'syslog' } })],
  ['privileged', { ...onEc2, ...container({ memory: 64, privileged: true }) }],
  [
    'a path of the host',
    {
      ...onEc2,
      ...container({ memory: 64 }),
      volumes: [{ name: 'etc', host: { sourcePath: '/etc' } }],
    },
  ],
  ['a volume without a name', { ...onEc2, ...container({ memory: 64 }), volumes: [{ name: '' }] }],
  ['a volume twice', { volumes: [{ name: 'data' }, { name: 'data' }] }],
  [
    'a volume of two kinds',
    { volumes: [{ name: 'data', host: {}, dockerVolumeConfiguration: { scope: 'task' } }] },
  ],
  ['a blank host path', { volumes: [{ name: 'data', host: { sourcePath: '' } }] }],
  [
    'a volume of the task that is not to be made',
    {
      ...onEc2,
      ...container({ memory: 64 }),
      volumes: [{ name: 'data', dockerVolumeConfiguration: { autoprovision: false } }],
    },
  ],
  [
    'a volume driver that no instance has',
    { volumes: [{ name: 'data', dockerVolumeConfiguration: { driver: 'rexray/ebs' } }] },
  ],
  [
    'a folder of the host by way of the volume driver',
    {
      volumes: [
        {
          name: 'data',
          dockerVolumeConfiguration: { driverOpts: { type: 'none', o: 'bind', device: '/etc' } },
        },
      ],
    },
  ],
  [
    'a Docker volume on Fargate',
    { volumes: [{ name: 'data', dockerVolumeConfiguration: { scope: 'task' } }] },
  ],
  [
    'a file system that cannot be',
    { volumes: [{ name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-mine' } }] },
  ],
  [
    'a folder above the file system',
    {
      volumes: [
        {
          name: 'data',
          efsVolumeConfiguration: { fileSystemId: 'fs-12345678', rootDirectory: '/../etc' },
        },
      ],
    },
  ],
  [
    'a mount point of no volume',
    container({ mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] }),
  ],
  ...['data', '/', '/data/../..', ''].map((path): [string, Partial<TaskDefinitionInput>] => [
    `a mount point at "${path}"`,
    {
      volumes: [{ name: 'data' }],
      ...container({ mountPoints: [{ sourceVolume: 'data', containerPath: path }] }),
    },
  ]),
  [
    'two volumes in one place',
    {
      volumes: [{ name: 'a' }, { name: 'b' }],
      ...container({
        mountPoints: [
          { sourceVolume: 'a', containerPath: '/data' },
          { sourceVolume: 'b', containerPath: '/data/' },
        ],
      }),
    },
  ],
  [
    'the volumes of a container that is not there',
    container({ volumesFrom: [{ sourceContainer: 'db' }] }),
  ],
  ['its own volumes', container({ volumesFrom: [{ sourceContainer: 'web' }] })],
  ['the process ids of the host', { ...onEc2, ...container({ memory: 64 }), pidMode: 'host' }],
  ['links in awsvpc', container({ links: ['db'] })],
  ...[['db'], ['web'], ['web:a:b'], ['web:a b'], ['web:a', 'web:a']].map(
    (links): [string, Partial<TaskDefinitionInput>] => [
      `the links ${links.join(' and ')} of web in bridge mode`,
      {
        ...onEc2,
        networkMode: 'bridge',
        containerDefinitions: [{ name: 'web', image: 'cats', memory: 64, links }],
      },
    ],
  ),
  ['a stop timeout of ten minutes on Fargate', container({ stopTimeout: 600 })],
];

describe('RegisterTaskDefinition refuses', () => {
  test.each(faults)('%s', (_, change) => {
    const world = demo();
    const records = world.records.length;
    const refusal = (() => {
      try {
        world.register(change);
      } catch (error) {
        return error;
      }
      return undefined;
    })();
    expect(refusal).toBeInstanceOf(Refusal);
    expect((refusal as Refusal).code).toBe('ClientException');
    expect((refusal as Refusal).message).toMatchSnapshot();
    expect(world.records).toHaveLength(records);
  });
});

describe('task definitions', () => {
  test('count revisions by family, and never give one twice', () => {
    const world = demo();
    expect(world.register().taskDefinitionArn).toMatch(/cats:2$/);
    world.send('DeregisterTaskDefinition', { taskDefinition: 'cats:2' });
    world.send('DeleteTaskDefinitions', { taskDefinitions: ['cats:2'] });
    world.pass(60_000);
    expect([...world.state.taskDefinitions.keys()].at(-1)).toMatch(/cats:1$/);
    expect(world.register().taskDefinitionArn).toMatch(/cats:3$/);
  });

  test('that are INACTIVE run no new task; the family then means an older revision', () => {
    const world = demo();
    world.register();
    world.send('DeregisterTaskDefinition', { taskDefinition: 'cats:2' });
    expect(() => world.runTask({ taskDefinition: 'cats:2' })).toThrow('TaskDefinition is inactive');
    const [arn = ''] = world.runTask({ taskDefinition: 'cats' });
    expect(world.task(arn).taskDefinitionArn).toMatch(/cats:1$/);
  });

  test('in use are deleted when the last task has stopped', () => {
    const world = demo();
    const [task = ''] = world.runTask();
    world.send('DeregisterTaskDefinition', { taskDefinition: 'cats:1' });
    world.send('DeleteTaskDefinitions', { taskDefinitions: ['cats:1'] });
    world.pass(120_000);
    expect([...world.state.taskDefinitions.values()]).toMatchObject([
      { status: 'DELETE_IN_PROGRESS' },
    ]);
    world.send('StopTask', { cluster: 'demo', task });
    world.pass(60_000);
    expect(world.state.taskDefinitions.size).toBe(0);
  });

  test.each([
    ['1 vCPU', '2 GB', '1024', '2048'],
    ['.5 vcpu', '1GB', '512', '1024'],
    ['256', '512', '256', '512'],
  ])('understand %s and %s', (cpu, memory, units, mib) => {
    const world = demo();
    const { taskDefinitionArn } = world.register({ cpu, memory });
    expect(world.state.taskDefinitions.get(taskDefinitionArn)).toMatchObject({
      cpu: units,
      memory: mib,
    });
  });

  test.each([...FARGATE_SIZES])(
    'of %i CPU units take each memory that Fargate has',
    (cpu, sizes) => {
      const world = demo();
      for (const memory of sizes) {
        expect(() => world.register({ cpu: `${cpu}`, memory: `${memory}` })).not.toThrow();
      }
    },
  );
});
