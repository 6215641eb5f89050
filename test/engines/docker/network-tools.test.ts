import type Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NetworkTools, networkTools } from '../../../src/engines/docker/network-tools.ts';
import { BASE_IMAGE, ensureBaseImage } from '../../../src/engines/images/docker/base-image.ts';
import { dockerForTests } from './docker-world.ts';
import { execIn } from './exec-in.ts';

const real = await dockerForTests();

describe.skipIf(real === undefined)('network tools', () => {
  let tools: NetworkTools;
  let container: Docker.Container;

  beforeAll(async () => {
    const docker = real?.connect();
    if (docker === undefined) throw new Error('unreachable');
    await ensureBaseImage(docker);
    container = await docker.createContainer({
      Image: BASE_IMAGE,
      Cmd: ['sleep', '600'],
      StopSignal: 'SIGKILL',
      HostConfig: { NetworkMode: 'none' },
    });
    await container.start();
    const found = await networkTools(docker);
    if ('missing' in found) throw new Error(found.missing);
    tools = found;
  });
  afterAll(() => container.remove({ force: true }));

  const connect = () =>
    execIn(
      container,
      "node -e \"require('net').connect(9, '127.0.0.1').on('error', (e) => console.log(e.code))\"",
    );

  it('change what passes in the network of a container', async () => {
    expect((await connect()).trim()).toBe('ECONNREFUSED');
    const rules =
      '*filter\n-A OUTPUT -p tcp --dport 9 -j REJECT --reject-with icmp-host-unreachable\nCOMMIT\n';
    await tools.run(container.id, ['iptables-restore'], rules);
    expect((await connect()).trim()).toBe('EHOSTUNREACH');
  });

  it('change how fast it passes', async () => {
    await tools.run(
      container.id,
      ['tc', '-batch', '-'],
      'qdisc add dev lo root tbf rate 1mbit burst 10kb latency 50ms\n',
    );
    expect(await execIn(container, 'ip link show dev lo')).toContain('qdisc tbf');
  });

  it('say what the program said when it fails', async () => {
    const run = tools.run(
      container.id,
      ['iptables-restore'],
      '*filter\n-A NOWHERE -j ACCEPT\nCOMMIT\n',
    );
    await expect(run).rejects.toThrow(/^iptables-restore failed: .*line 2/s);
  });
});
