import type Docker from 'dockerode';
import { afterAll, describe, expect, it } from 'vitest';
import { BASE_IMAGE, ensureBaseImage } from '../../../src/engines/images/docker/base-image.ts';
import { pauseProgram } from '../../../src/engines/images/docker/pause-program.ts';
import { dockerForTests } from './docker-world.ts';

const real = await dockerForTests();

describe.skipIf(real === undefined)('the base image', () => {
  const docker = real?.connect();
  const made: Docker.Container[] = [];
  afterAll(async () => {
    await Promise.all(made.map((container) => container.remove({ force: true })));
  });

  const run = async (...Cmd: string[]): Promise<{ status: number; output: string }> => {
    if (docker === undefined) throw new Error('unreachable');
    await ensureBaseImage(docker);
    const container = await docker.createContainer({ Image: BASE_IMAGE, Cmd, Tty: true });
    made.push(container);
    await container.start();
    const { StatusCode } = await container.wait();
    const log = await container.logs({ stdout: true, stderr: true });
    return { status: StatusCode, output: log.toString() };
  };

  it('runs the Node.js of this machine', async () => {
    const { status, output } = await run('node', '-p', 'process.version');
    expect({ status, output: output.trim() }).toEqual({ status: 0, output: process.version });
  });

  it('has a shell and small tools', async () => {
    const script =
      'set -e; for tool in ls cat sleep env ps kill grep; do command -v $tool; done; ls /; id';
    const { status, output } = await run('sh', '-c', script);
    expect(output).toContain('uid=0(root)');
    expect(status).toBe(0);
  });

  it('has a curl that fails as curl does', async () => {
    expect((await run('curl', '-f', 'http://127.0.0.1:80/')).status).toBe(7);
  });

  it('resolves localhost', async () => {
    const program = 'require("dns").lookup("localhost", (e, a) => { console.log(e ?? a); })';
    expect((await run('node', '-e', program)).output).toMatch(/127\.0\.0\.1|::1/);
  });

  it('is made of layers that say what they are', async () => {
    const history: { CreatedBy: string }[] = await docker?.getImage(BASE_IMAGE).history();
    expect(history.map(({ CreatedBy }) => CreatedBy)).toEqual([
      'CMD ["node"]',
      'a small curl for health checks',
      `Node.js ${process.version}`,
      'a shell, small tools and the C library',
    ]);
  });

  it('is not made again when nothing has changed', async () => {
    const id = async () => (await docker?.getImage(BASE_IMAGE).inspect())?.Id;
    const before = await id();
    if (docker !== undefined) await ensureBaseImage(docker);
    expect(await id()).toBe(before);
  });
});

describe('the pause program', () => {
  it.each([
    ['amd64', 62],
    ['arm64', 183],
  ])('is an ELF file for %s', (architecture, machine) => {
    const program = pauseProgram(architecture);
    expect(program?.subarray(0, 4).toString('latin1')).toBe('\x7fELF');
    expect(program?.readUInt16LE(18)).toBe(machine);
    expect(program?.readBigUInt64LE(24)).toBe(0x400000n + 120n);
  });

  it('is not offered for other machines', () => {
    expect(pauseProgram('riscv64')).toBeUndefined();
  });
});
