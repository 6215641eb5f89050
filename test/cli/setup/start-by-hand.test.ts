import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { adminPath } from '../../../src/cli/setup/facts.ts';
import { startByHand } from '../../../src/cli/setup/start-by-hand.ts';

const { failed } = await execa('dockerd', ['--version'], { reject: false, env: adminPath });
const possible = !failed && process.getuid?.() === 0;
if (!possible)
  console.warn('\n*** SKIPPED: starting dockerd by hand needs root and dockerd. ***\n');

describe.skipIf(!possible)('dockerd by hand', { timeout: 180_000 }, () => {
  it('starts a second engine of its own, waits until it answers, and leaves it running', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ecs-workbook-dockerd-'));
    const host = `unix://${join(folder, 'docker.sock')}`;
    const lines: string[] = [];
    const pid = await startByHand({
      report: (line) => lines.push(line),
      log: join(folder, 'dockerd.log'),
      env: { DOCKER_HOST: host },
      args: [
        ['--host', host],
        ['--data-root', join(folder, 'data')],
        ['--exec-root', join(folder, 'exec')],
        ['--pidfile', join(folder, 'pid')],
        // With `--bridge none` it would take docker0 away from the engine of this machine.
        ['--iptables=false', '--ip-masq=false', '--storage-driver', 'vfs'],
      ].flat(),
    });
    try {
      const info = await execa('docker', ['-H', host, 'info', '--format', '{{.DockerRootDir}}']);
      expect(info.stdout).toBe(join(folder, 'data'));
      expect(lines).toEqual([expect.stringContaining(join(folder, 'dockerd.log'))]);
    } finally {
      process.kill(pid);
      await gone(pid);
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('shows the end of the log when it does not start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ecs-workbook-dockerd-'));
    const started = startByHand({
      report: () => undefined,
      log: join(folder, 'dockerd.log'),
      env: { DOCKER_HOST: `unix://${join(folder, 'none.sock')}` },
      args: ['--no-such-flag'],
    });
    await expect(started).rejects.toThrow(
      /dockerd did not answer[\s\S]*unknown flag: --no-such-flag/,
    );
    rmSync(folder, { recursive: true });
  });
});

const gone = async (pid: number): Promise<void> => {
  const deadline = performance.now() + 20_000;
  while (performance.now() < deadline) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`dockerd (${pid}) did not stop`);
};
