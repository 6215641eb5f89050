import { randomBytes } from 'node:crypto';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { dockerForTests } from '../engines/docker/docker-world.ts';
import { openRuntime } from './open-runtime.ts';
import { tarOf } from './tar-of.ts';

const docker = await dockerForTests();

describe.skipIf(docker === undefined)('docker against the registry', { timeout: 180_000 }, () => {
  it.each(['localhost', '127.0.0.1'])(
    'pushes to %s and pulls the same image back',
    async (host) => {
      await using runtime = await openRuntime();
      const name = `${host}:${runtime.port}/cats/test-${randomBytes(4).toString('hex')}`;
      const archive = await tarOf({ 'hello.txt': randomBytes(200_000) });
      const { stdout: id } = await execa('docker', ['import', '-', `${name}:1`], {
        input: archive,
      });
      try {
        const pushed = await execa('docker', ['push', `${name}:1`]);
        const [, digest] = /digest: (sha256:[0-9a-f]{64})/.exec(pushed.stdout) ?? [];
        expect(digest).toBeDefined();
        await execa('docker', ['rmi', `${name}:1`]);
        await execa('docker', ['pull', `${name}:1`]);
        const inspect = ['image', 'inspect', '--format', '{{.Id}}'];
        expect((await execa('docker', [...inspect, `${name}:1`])).stdout).toBe(id);
        await execa('docker', ['pull', `${name}@${digest}`]);
        const again = await execa('docker', ['push', `${name}:1`]);
        expect(again.stdout).toContain('Layer already exists');
        const missing = await execa('docker', ['pull', `${name}:2`], { reject: false });
        expect(missing.stderr).toContain('Push it first');
      } finally {
        await execa('docker', ['rmi', '-f', id], { reject: false });
      }
      expect(runtime.reported).toEqual([]);
    },
  );
});
