import { describe, expect, it } from 'vitest';
import { labImage, labImages, normaliseImageName } from '../../../src/engines/images/lab-images.ts';
import { fixtureImages } from '../process/support.ts';

describe('lab images', () => {
  it.each([
    'cats',
    'containerofcats',
    'containerofcats:latest',
    'containerofcats:v2',
    'acantril/containerofcats',
    'docker.io/acantril/containerofcats',
    'index.docker.io/acantril/containerofcats:1',
    'docker.io/library/containerofcats',
    'localhost:4566/containerofcats',
    'localhost:4566/acantril/containerofcats:v1',
    '127.0.0.1:5000/containerofcats',
    `containerofcats@sha256:${'a'.repeat(64)}`,
    `containerofcats:v1@sha256:${'a'.repeat(64)}`,
  ])('finds the container of cats as %s', (name) => {
    expect(labImage(name)?.name).toBe('cats');
  });

  it.each(['', 'nginx', 'dogs', 'other/containerofcats', 'example.com/containerofcats', '../cats'])(
    'finds nothing as "%s"',
    (name) => {
      expect(labImage(name)).toBeUndefined();
    },
  );

  it('reads the Dockerfile beside the program', () => {
    expect(labImage('containerofcats')?.dockerfile).toMatchObject({
      from: 'ecs-workbook/base',
      workingDirectory: '/app',
      environment: { PORT: '80', VERSION: '1' },
      exposedPorts: [80],
      command: ['node', 'server.mjs'],
      stopSignal: 'SIGTERM',
    });
  });

  it('looks into further folders, and gives equal files an equal digest', () => {
    const images = labImages(fixtureImages);
    expect(images('containerofcats')?.name).toBe('cats');
    const puppet = images('ecs-workbook-test/puppet:latest');
    expect(puppet?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(images('ecs-workbook-test/puppet')?.digest).toBe(puppet?.digest);
    expect(images('containerofcats')?.digest).not.toBe(puppet?.digest);
  });

  it('leaves the name of a foreign registry in place', () => {
    expect(normaliseImageName('public.ecr.aws/nginx/nginx:1')).toBe('public.ecr.aws/nginx/nginx');
  });
});
