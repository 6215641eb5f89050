import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  EC2Client,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateClusterCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
} from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { openRuntime } from '../../server/open-runtime.ts';
import { sdkClients } from '../../wire/sdk-clients.ts';
import { dockerForTests } from './docker-world.ts';
import { execIn } from './exec-in.ts';

const real = await dockerForTests();
const PORT = 80;

/** Prints `open` or `shut`: whether a connection comes about within a moment. */
const knock = (address: string) =>
  `node -e "const s = require('net').connect(${PORT}, '${address}', () => end('open')); s.on('error', () => end('shut')); s.setTimeout(700, () => end('shut')); function end(t) { console.log(t); process.exit(); }"`;

describe.skipIf(real === undefined)('security groups on Docker', { timeout: 180_000 }, () => {
  it('keep out what they do not allow, as rules and tasks come and go', async () => {
    const docker = real?.connect();
    if (docker === undefined) throw new Error('unreachable');
    await using runtime = await openRuntime({ engine: 'docker', timeScale: 20 });
    using clients = sdkClients(runtime.url);
    const { ecs } = clients;
    const { region, credentials } = ecs.config;
    const ec2 = new EC2Client({ endpoint: runtime.url, region, credentials });
    await ecs.send(new CreateClusterCommand({}));
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'cats',
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        cpu: '256',
        memory: '512',
        containerDefinitions: [
          { name: 'web', image: 'containerofcats', portMappings: [{ containerPort: PORT }] },
        ],
      }),
    );
    const group = async (GroupName: string) => {
      const input = { GroupName, Description: 'of a test' };
      return (await ec2.send(new CreateSecurityGroupCommand(input))).GroupId ?? '';
    };
    const run = async (...securityGroups: string[]) => {
      const awsvpcConfiguration = { subnets: ['subnet-0ca7000000000000a'], securityGroups };
      const { tasks = [] } = await ecs.send(
        new RunTaskCommand({
          taskDefinition: 'cats',
          launchType: 'FARGATE',
          networkConfiguration: { awsvpcConfiguration },
        }),
      );
      const task = () => runtime.controlPlane.state.tasks.get(tasks[0]?.taskArn ?? '');
      await expect.poll(() => task()?.lastStatus, { timeout: 180_000 }).toBe('RUNNING');
      return {
        address: task()?.networkInterface?.privateIpv4Address ?? '',
        container: docker.getContainer(task()?.containers[0]?.runtimeId ?? ''),
        hostPort: task()?.publishedPorts[0]?.hostPort ?? 0,
      };
    };
    const [web, db] = [await group('web'), await group('db')];
    const [store, client, other] = await Promise.all([run(db), run(web), run()]);
    const reached = async (from: typeof client) =>
      (await execIn(from.container, knock(store.address))).trim();

    // From this machine it is reached whatever its groups say, and so it is seen to listen.
    const url = `http://127.0.0.1:${store.hostPort}/`;
    const status = () =>
      fetch(url, { signal: AbortSignal.timeout(2_000) }).then((got) => got.status);
    await expect.poll(() => status().catch(String), { timeout: 180_000 }).toBe(200);
    expect(await Promise.all([client, other, store].map(reached))).toEqual([
      'shut',
      'shut',
      'open',
    ]);

    const rule = { IpProtocol: 'tcp', FromPort: PORT, ToPort: PORT };
    const IpPermissions = [{ ...rule, UserIdGroupPairs: [{ GroupId: web }] }];
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: db, IpPermissions }));
    await expect.poll(() => reached(client), { timeout: 180_000 }).toBe('open');
    const late = await run(web);
    await expect.poll(() => reached(late), { timeout: 180_000 }).toBe('open');
    expect(await reached(other)).toBe('shut');

    await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: db, IpPermissions }));
    await expect.poll(() => reached(client), { timeout: 180_000 }).toBe('shut');
  });
});
