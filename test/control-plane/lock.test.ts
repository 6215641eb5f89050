import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Unavailable } from '../../src/control-plane/control-plane.ts';
import { installId } from '../../src/control-plane/install-id.ts';
import { lockFolder } from '../../src/control-plane/lock.ts';
import { bundle } from './child.ts';
import { Machine, temporaryFolder } from './harness.ts';

describe('the lock on a data folder', () => {
  test('names the process that holds it, since when, and how it was started', () => {
    using folder = temporaryFolder();
    const lock = lockFolder(folder.path);
    expect(() => lockFolder(folder.path)).toThrow(Unavailable);
    expect(() => lockFolder(folder.path)).toThrow(
      new RegExp(
        `in use by process ${process.pid} \\(.*vitest.*\\), started \\d{4}-.*kill ${process.pid}`,
      ),
    );
    lock.release();
    lockFolder(folder.path).release();
  });

  test('holds between processes, and is gone with a killed one', { timeout: 20_000 }, async () => {
    using folder = temporaryFolder();
    const program = await bundle(join(import.meta.dirname, 'lock-holder.ts'));
    const holder = spawn(process.execPath, [program, folder.path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(holder.stdout, 'data');
      expect(() => lockFolder(folder.path)).toThrow(`in use by process ${holder.pid} `);
    } finally {
      holder.kill('SIGKILL');
      await once(holder, 'exit');
    }
    lockFolder(folder.path).release();
  });

  test('keeps a second runtime from touching anything', async () => {
    using machine = new Machine();
    const first = await machine.start();
    await first.demo();
    await expect(machine.start()).rejects.toThrow(`in use by process ${process.pid}`);
    await first.runTask();
    await first.plane.close({ keep: true });
    const second = await machine.start();
    expect(second.plane.state.tasks.size).toBe(1);
    await second.plane.close({ keep: true });
  });
});

test('the install id is made once', () => {
  using folder = temporaryFolder();
  const id = installId(folder.path);
  expect(id).toMatch(/^[0-9a-f]{16}$/);
  expect(installId(folder.path)).toBe(id);
  writeFileSync(join(folder.path, 'install-id'), 'nonsense');
  expect(() => installId(folder.path)).toThrow('should hold the 16 hexadecimal digits');
});

test('a folder that cannot be used is said to be so', async () => {
  using machine = new Machine();
  const file = join(machine.dataDir, 'a-file');
  writeFileSync(file, '');
  chmodSync(file, 0o600);
  await expect(machine.start({ dataDir: join(file, 'data') })).rejects.toThrow(
    /The data folder .*a-file\/data cannot be used: ENOTDIR/,
  );
});
