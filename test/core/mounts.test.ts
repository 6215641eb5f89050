import { expect, test } from 'vitest';
import type { ContainerSpec } from '../../src/core/effects.ts';
import type { ContainerDefinition, Volume } from '../../src/core/model/index.ts';
import { demoOnEc2 } from './capacity.ts';

/** The mounts of each container of a task with these volumes, as the engine is asked for them. */
function mountsOf(
  launchType: 'EC2' | 'FARGATE',
  volumes: Volume[],
  ...containers: ContainerDefinition[]
): Record<string, ContainerSpec['mounts']> {
  const world = demoOnEc2(['us-east-1a']);
  world.register({
    family: 'stored',
    requiresCompatibilities: [launchType],
    volumes,
    containerDefinitions: containers.map((one) => ({ image: 'cats', ...one })),
  });
  world.runTask({ taskDefinition: 'stored', launchType });
  return Object.fromEntries(
    world.effects.flatMap((effect) =>
      effect.type === 'StartContainer' ? [[effect.container.name, effect.container.mounts]] : [],
    ),
  );
}

const SHARED: Volume = {
  name: 'data',
  dockerVolumeConfiguration: { scope: 'shared', autoprovision: true, labels: { of: 'cats' } },
};

test('a shared volume is of the instance, made where it says so, and carries its labels', () => {
  const found: Volume = { name: 'found', dockerVolumeConfiguration: { scope: 'shared' } };
  const { web } = mountsOf('EC2', [SHARED, found], {
    name: 'web',
    mountPoints: [
      { sourceVolume: 'data', containerPath: '/var//data/' },
      { sourceVolume: 'found', containerPath: '/found', readOnly: true },
    ],
  });
  expect(web).toEqual([
    {
      containerPath: '/var/data',
      readOnly: false,
      volume: { of: 'instance', name: 'data', mustExist: false, labels: { of: 'cats' } },
    },
    {
      containerPath: '/found',
      readOnly: true,
      volume: { of: 'instance', name: 'found', mustExist: true, labels: {} },
    },
  ]);
});

test('a volume is of the task unless it says otherwise', () => {
  const volumes = [{ name: 'scratch' }, { name: 'own', dockerVolumeConfiguration: {} }];
  const { web } = mountsOf('EC2', volumes, {
    name: 'web',
    mountPoints: [
      { sourceVolume: 'scratch', containerPath: '/scratch' },
      { sourceVolume: 'own', containerPath: '/own' },
    ],
  });
  expect(web?.map(({ volume }) => volume)).toEqual([
    { of: 'task', name: 'scratch', mustExist: false, labels: {} },
    { of: 'task', name: 'own', mustExist: false, labels: {} },
  ]);
});

test('a file system is the same for all tasks of the account, folder by folder', () => {
  const efs = (name: string, rootDirectory?: string): Volume => ({
    name,
    efsVolumeConfiguration: { fileSystemId: 'fs-12345678', rootDirectory },
  });
  const { web } = mountsOf('FARGATE', [efs('all'), efs('root', '/'), efs('cats', '/cats')], {
    name: 'web',
    mountPoints: ['all', 'root', 'cats'].map((name) => ({
      sourceVolume: name,
      containerPath: `/${name}`,
    })),
  });
  const root = '111122223333/us-east-1/fs-12345678/';
  expect(web?.map(({ volume }) => [volume.of, volume.name])).toEqual([
    ['account', root],
    ['account', root],
    ['account', `${root}cats`],
  ]);
});

test('volumes from another container come after one’s own, and may be to read only', () => {
  const mounts = mountsOf(
    'EC2',
    [{ name: 'a' }, { name: 'b' }, { name: 'c' }],
    {
      name: 'web',
      mountPoints: [{ sourceVolume: 'a', containerPath: '/here' }],
      volumesFrom: [{ sourceContainer: 'side', readOnly: true }],
    },
    {
      name: 'side',
      mountPoints: [
        { sourceVolume: 'b', containerPath: '/here' },
        { sourceVolume: 'b', containerPath: '/there' },
      ],
      volumesFrom: [{ sourceContainer: 'last' }],
    },
    { name: 'last', mountPoints: [{ sourceVolume: 'c', containerPath: '/last' }] },
  );
  const short = (name: string) =>
    mounts[name]?.map(
      ({ containerPath, readOnly, volume }) =>
        `${volume.name} at ${containerPath}${readOnly ? ', read only' : ''}`,
    );
  expect(short('web')).toEqual(['a at /here', 'b at /there, read only', 'c at /last, read only']);
  expect(short('side')).toEqual(['b at /here', 'b at /there', 'c at /last']);
});
