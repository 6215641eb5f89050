import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { projectRoot } from '../../../project-root.ts';
import { BASE_IMAGE } from '../../images/docker/base-image.ts';
import { allowing, dockerText, isConnectionError, orUndefined, statusCodeOf } from '../errors.ts';
import { anyInstall, relayLabels } from '../labels.ts';
import { within } from '../within.ts';
import type { World } from '../world.ts';

/** Where programs in tasks ask for the credentials of their role. */
export const CREDENTIALS_ADDRESS = '169.254.170.2';

/** Network and relay; there is one of each on a machine, for all installs on its Docker. */
const NAME = 'ecs-workbook-credentials';
const PROGRAM = join(projectRoot, 'src', 'data-plane', 'credentials', 'relay.cjs');
const ATTEMPTS = 5;
const PAUSE = 200;
const PATIENCE = 10_000;

/**
 * Who answers at 169.254.170.2 in containers: the relay, at port 80; or this runtime, at its own
 * port; or nobody.
 */
export type Answering = 'relay' | 'runtime' | 'nobody';

/**
 * Sees to it that 169.254.170.2 answers in every container. It is the gateway address of a network
 * that nobody joins, and thereby one of this machine: containers reach it by their default route,
 * whatever their network, at no cost. The relay listens there, on this machine's own network.
 */
export const ensureRelay = async (world: World): Promise<Answering> => {
  const { docker, gatewayName } = world;
  // Where we run in a task ourselves the address is our own credentials'.
  if (process.env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI !== undefined) return 'nobody';
  try {
    await upAndRunning(world);
    return 'relay';
  } catch (error) {
    if (isConnectionError(error)) throw error;
    console.error(
      `Expected to answer at ${CREDENTIALS_ADDRESS}:80 in tasks, found it taken on this machine; ` +
        `they get AWS_CONTAINER_CREDENTIALS_FULL_URI instead. ${dockerText(error)}`,
    );
    const isThere = await hasCredentialsAddress(docker);
    return isThere && gatewayName === undefined ? 'runtime' : 'nobody';
  }
};

/** Whether the network is there whose gateway has the address. */
export const hasCredentialsAddress = async (docker: Docker): Promise<boolean> =>
  (await orUndefined(docker.getNetwork(NAME).inspect())) !== undefined;

/** Removes relay and network when no install has anything on this Docker. */
export const removeUnusedRelay = async ({ docker }: Pick<World, 'docker'>): Promise<void> => {
  const users = await docker.listContainers({ all: true, filters: anyInstall });
  if (users.length > 0) return;
  await allowing([404, 409], docker.getContainer(NAME).remove({ force: true }));
  await allowing([404], docker.getNetwork(NAME).remove());
};

const upAndRunning = async (world: World): Promise<void> => {
  const { docker, host, gatewayName } = world;
  const Cmd = ['node', '-e', readFileSync(PROGRAM, 'utf8'), gatewayName ?? '127.0.0.1'];
  for (let attempt = 1; ; attempt++) {
    const [isThere, relay] = await Promise.all([
      hasCredentialsAddress(docker),
      orUndefined(docker.getContainer(NAME).inspect()),
    ]);
    if (!isThere) await createNetwork(docker);
    const isCurrent = relay?.Config.Cmd?.join('\n') === Cmd.join('\n');
    if (isCurrent && relay?.State.Running) return;
    const isLast = attempt === ATTEMPTS;
    try {
      // One that is only just being started, by another install, is left to it.
      if (relay?.State.Status !== 'created' || isLast) return await startRelay(world, Cmd);
    } catch (error) {
      // 404, 409: another install does the same at this moment.
      if (isLast || ![404, 409].includes(statusCodeOf(error) ?? 0)) throw error;
    }
    await new Promise<void>((resolve) => host.clock.after(PAUSE, resolve));
  }
};

const createNetwork = (docker: Docker): Promise<void> =>
  // 409: somebody else made it just now.
  allowing(
    [409],
    docker.createNetwork({
      Name: NAME,
      CheckDuplicate: true,
      Driver: 'bridge',
      Labels: relayLabels,
      IPAM: {
        Driver: 'default',
        Config: [{ Subnet: '169.254.170.0/30', Gateway: CREDENTIALS_ADDRESS }],
      },
    }),
  );

const startRelay = async ({ docker, baseImage }: World, Cmd: string[]): Promise<void> => {
  await baseImage.get();
  const container = docker.getContainer(NAME);
  await allowing([404, 409], container.remove({ force: true }));
  await docker.createContainer({
    name: NAME,
    Image: BASE_IMAGE,
    Cmd,
    Labels: relayLabels,
    StopSignal: 'SIGKILL',
    HostConfig: {
      NetworkMode: 'host',
      RestartPolicy: { Name: 'unless-stopped' },
      LogConfig: { Type: 'none', Config: {} },
    },
  });
  const output = await container.attach({ stream: true, stdout: true });
  await container.start();
  // It says one line, once it listens.
  const listening = new Promise<boolean>((resolve) => {
    output.once('data', () => resolve(true));
    output.once('end', () => resolve(false));
  });
  try {
    if (!(await within(PATIENCE, listening))) throw new Error('The relay ended at once.');
  } catch (error) {
    await allowing([404, 409], container.remove({ force: true }));
    throw error;
  }
};
