import { describe, expect, test } from 'vitest';
import type {
  ContainerDefinition,
  TaskDefinition,
  TaskOverride,
} from '../../../src/core/model/index.ts';
import { needsOf, requiredAttributesOf } from '../../../src/core/placement/needs.ts';

function definition(
  containers: readonly ContainerDefinition[],
  change: Partial<TaskDefinition> = {},
): TaskDefinition {
  return {
    taskDefinitionArn: 'arn:aws:ecs:us-east-1:111122223333:task-definition/cats:1',
    family: 'cats',
    revision: 1,
    containerDefinitions: [...containers],
    networkMode: 'bridge',
    status: 'ACTIVE',
    compatibilities: ['EC2'],
    registeredAt: 0,
    registeredBy: 'arn:aws:iam::111122223333:root',
    tags: [],
    dueAt: null,
    ...change,
  };
}

const web = { name: 'web', image: 'cats', cpu: 100, memory: 300 };
const side = { name: 'side', image: 'cats', cpu: 28, memory: 500, memoryReservation: 50 };

describe('CPU units and memory', () => {
  const rows: [string, Partial<TaskDefinition>, TaskOverride, number, number][] = [
    ['of the containers, soft limits before hard ones', {}, {}, 128, 350],
    ['of the task before those of its containers', { cpu: '512', memory: '1024' }, {}, 512, 1024],
    ['of the task, each by itself', { memory: '1024' }, {}, 128, 1024],
    ['of the overrides before all', { cpu: '512' }, { cpu: '256', memory: '512' }, 256, 512],
    [
      'of a container’s override',
      {},
      { containerOverrides: [{ name: 'web', cpu: 200, memory: 400 }] },
      228,
      450,
    ],
    [
      'of a container’s override, whose hard limit leaves the soft one',
      {},
      { containerOverrides: [{ name: 'side', memory: 900 }] },
      128,
      350,
    ],
    [
      'of a container’s override with a soft limit',
      {},
      { containerOverrides: [{ name: 'side', memoryReservation: 70 }] },
      128,
      370,
    ],
  ];
  test.each(rows)('%s', (_, change, overrides, cpu, memoryMiB) => {
    expect(needsOf(definition([web, side], change), overrides)).toMatchObject({ cpu, memoryMiB });
  });
});

describe('ports and interfaces', () => {
  const rows: [string, TaskDefinition['networkMode'], ContainerDefinition, string[], number][] = [
    [
      'bridge: host ports that are fixed',
      'bridge',
      { portMappings: [{ containerPort: 8080, hostPort: 80 }] },
      ['80/tcp'],
      0,
    ],
    [
      'bridge: dynamic ones do not count',
      'bridge',
      { portMappings: [{ containerPort: 8080, hostPort: 0 }, { containerPort: 81 }] },
      [],
      0,
    ],
    [
      'bridge: tcp and udp are apart',
      'bridge',
      {
        portMappings: [
          { containerPort: 53, hostPort: 53, protocol: 'udp' },
          { containerPort: 53, hostPort: 53 },
        ],
      },
      ['53/udp', '53/tcp'],
      0,
    ],
    ['host: the container port', 'host', { portMappings: [{ containerPort: 80 }] }, ['80/tcp'], 0],
    [
      'host: also where the host port is 0',
      'host',
      { portMappings: [{ containerPort: 80, hostPort: 0 }] },
      ['80/tcp'],
      0,
    ],
    [
      'host: every port of a range',
      'host',
      { portMappings: [{ containerPortRange: '90-92' }] },
      ['90/tcp', '91/tcp', '92/tcp'],
      0,
    ],
    [
      'awsvpc: no port of the instance, but an interface',
      'awsvpc',
      { portMappings: [{ containerPort: 80, hostPort: 80 }] },
      [],
      1,
    ],
    ['none: nothing', 'none', {}, [], 0],
  ];
  test.each(rows)('%s', (_, networkMode, container, ports, networkInterfaces) => {
    const needs = needsOf(definition([{ ...web, ...container }], { networkMode }));
    expect(needs).toMatchObject({ ports, networkInterfaces });
  });

  test('GPUs of all containers', () => {
    const gpu = { resourceRequirements: [{ type: 'GPU' as const, value: '2' }] };
    expect(needsOf(definition([{ ...web, ...gpu }, { ...side, ...gpu }, web])).gpus).toBe(4);
  });
});

describe('required attributes', () => {
  const namesOf = (container: ContainerDefinition, change: Partial<TaskDefinition> = {}) =>
    requiredAttributesOf(definition([{ ...web, ...container }], change)).map(({ name, value }) =>
      value === undefined ? name : `${name}=${value}`,
    );

  const rows: [string, ContainerDefinition, Partial<TaskDefinition>, string[]][] = [
    ['of a plain task', {}, {}, []],
    ['privileged', { privileged: true }, {}, ['com.amazonaws.ecs.capability.privileged-container']],
    [
      'a log driver',
      { logConfiguration: { logDriver: 'syslog' } },
      {},
      ['com.amazonaws.ecs.capability.logging-driver.syslog'],
    ],
    [
      'awslogs with an execution role',
      { logConfiguration: { logDriver: 'awslogs' } },
      { executionRoleArn: 'arn:aws:iam::111122223333:role/execution' },
      [
        'com.amazonaws.ecs.capability.logging-driver.awslogs',
        'ecs.capability.execution-role-awslogs',
      ],
    ],
    ['awsvpc', {}, { networkMode: 'awsvpc' }, ['ecs.capability.task-eni']],
    [
      'a task role',
      {},
      { taskRoleArn: 'arn:aws:iam::111122223333:role/task' },
      ['com.amazonaws.ecs.capability.task-iam-role'],
    ],
    [
      'a task role on the host’s network',
      {},
      { networkMode: 'host', taskRoleArn: 'arn:aws:iam::111122223333:role/task' },
      ['com.amazonaws.ecs.capability.task-iam-role-network-host'],
    ],
    ['sizes of the task', {}, { memory: '512' }, ['ecs.capability.task-cpu-mem-limit']],
    [
      'a health check',
      { healthCheck: { command: ['CMD', 'true'] } },
      {},
      ['ecs.capability.container-health-check'],
    ],
    [
      'an order of containers',
      { dependsOn: [{ containerName: 'side', condition: 'START' }] },
      {},
      ['ecs.capability.container-ordering'],
    ],
    [
      'an architecture',
      {},
      { runtimePlatform: { cpuArchitecture: 'ARM64' } },
      ['ecs.cpu-architecture=arm64'],
    ],
    [
      'the other architecture',
      {},
      { runtimePlatform: { cpuArchitecture: 'X86_64' } },
      ['ecs.cpu-architecture=x86_64'],
    ],
  ];
  test.each(rows)('%s', (_, container, change, expected) => {
    expect(namesOf(container, change)).toEqual(expected);
  });
});
