import type Docker from 'dockerode';
import type { Disturbance } from '../../core/effects.ts';
import { type SicknessSwitch, sicknessSwitch } from '../sickness.ts';
import { allowing, dockerText, isConnectionError, orUndefined } from './errors.ts';
import { dockerNameOf, identityOf, labelFilter } from './labels.ts';
import { networkTools } from './network-tools.ts';
import type { World } from './world.ts';

const NETEM_TRIAL = 'qdisc replace dev lo root netem delay 1ms\nqdisc del dev lo root\n';
/** Deleting alone fails where there is nothing to delete. */
const CALM = 'qdisc replace dev eth0 root blackhole\nqdisc del dev eth0 root\n';
/** The kernel shall choose the container's main process, and not the one that takes the memory. */
const FILL = 'echo 1000 > /proc/1/oom_score_adj; exec tail /dev/zero';
/** What a shell ends with when it finds no program, or cannot run it. */
const NOT_RUN = [126, 127];

/** Does to the task what was asked for. A container that does not run stays as it is. */
export const disturbTask = async (
  world: World,
  taskArn: string,
  faultId: string,
  disturbance: Disturbance,
): Promise<void> => {
  try {
    await disturb(world, taskArn, disturbance);
  } catch (error) {
    if (isConnectionError(error)) throw error;
    const reason = dockerText(error);
    world.host.observe({ type: 'DisturbanceFailed', taskArn, faultId, reason });
  }
};

const disturb = async (world: World, taskArn: string, disturbance: Disturbance): Promise<void> => {
  if (!('containerName' in disturbance)) {
    const { kind } = disturbance;
    const how = kind === 'cut-network' ? 'blackhole' : `netem delay ${disturbance.delay}ms`;
    await changeNetwork(world, taskArn, `qdisc replace dev eth0 root ${how}\n`);
    return;
  }
  const container = world.docker.getContainer(dockerNameOf(taskArn, disturbance.containerName));
  switch (disturbance.kind) {
    case 'kill':
      return allowing([404, 409], container.kill({ signal: 'SIGKILL' }));
    case 'pause':
      return allowing([404, 409], container.pause());
    case 'sick':
      return signalSickness(world, container, 'sick');
    case 'fill-memory':
      return fillMemory(container);
  }
};

/** Takes it back; does nothing where nothing is left of it. */
export const undisturbTask = async (
  world: World,
  taskArn: string,
  disturbance: Disturbance,
): Promise<void> => {
  if (!('containerName' in disturbance)) {
    await changeNetwork(world, taskArn, CALM);
    return;
  }
  const container = world.docker.getContainer(dockerNameOf(taskArn, disturbance.containerName));
  // 500: in Docker's words it "is not paused".
  if (disturbance.kind === 'pause') await allowing([404, 409, 500], container.unpause());
  else if (disturbance.kind === 'sick') await signalSickness(world, container, 'well');
};

/** See `Engine.whyNotDisturb`. */
export const whyNotDisturb = async (
  world: World,
  taskArn: string,
  disturbance: Disturbance,
): Promise<string | undefined> => {
  try {
    if (!('containerName' in disturbance)) return await whyNoNetwork(world, taskArn, disturbance);
    const { kind, containerName } = disturbance;
    const container = world.docker.getContainer(dockerNameOf(taskArn, containerName));
    if (kind === 'sick') {
      const found = await switchOf(world, container);
      return 'whyNot' in found ? found.whyNot : undefined;
    }
    if (kind === 'fill-memory' && ((await container.inspect()).HostConfig.Memory ?? 0) === 0)
      return 'The container has no memory limit, so its memory would be filled until this machine has none left. Give it one (memory, in its task definition), or use kill-container.';
    return undefined;
  } catch (error) {
    return `Docker could not be asked: ${dockerText(error)}`;
  }
};

const whyNoNetwork = async (
  world: World,
  taskArn: string,
  { kind }: Disturbance,
): Promise<string | undefined> => {
  const tools = await networkTools(world.docker);
  if ('missing' in tools)
    return `The network of a container cannot be changed here. ${tools.missing} Or use pause-container.`;
  if (kind === 'cut-network') return undefined;
  const [id] = await networksOf(world, taskArn);
  try {
    if (id !== undefined) await tools.run(id, ['tc', '-batch', '-'], NETEM_TRIAL);
    return undefined;
  } catch (error) {
    return `The kernel under Docker cannot delay packets (${dockerText(error)}): it has no sch_netem. Install it (on Debian and Ubuntu it is in linux-modules-extra), or use cut-network or pause-container.`;
  }
};

const changeNetwork = async (world: World, taskArn: string, batch: string): Promise<void> => {
  const ids = await networksOf(world, taskArn);
  if (ids.length === 0) return;
  const tools = await networkTools(world.docker);
  if ('missing' in tools) throw new Error(tools.missing);
  await Promise.all(ids.map((id) => tools.run(id, ['tc', '-batch', '-'], batch)));
};

/** The containers whose networks are the task's: its pause container's, else each one's own. */
const networksOf = async ({ docker, host }: World, taskArn: string): Promise<string[]> => {
  const listed = await docker.listContainers({ filters: labelFilter(host.installId, taskArn) });
  const pause = listed.find(({ Labels }) => identityOf(host.installId, Labels)?.pause);
  return (pause === undefined ? listed : [pause]).map(({ Id }) => Id);
};

const signalSickness = async (
  world: World,
  container: Docker.Container,
  state: 'sick' | 'well',
): Promise<void> => {
  const info = await orUndefined(container.inspect());
  if (info?.State.Running !== true) return;
  const found = await switchOf(world, container);
  if ('whyNot' in found) throw new Error(found.whyNot);
  await allowing([404, 409], container.kill({ signal: found[state] }));
};

const switchOf = async (
  { docker }: World,
  container: Docker.Container,
): Promise<SicknessSwitch | { readonly whyNot: string }> => {
  const { Config, Image } = await container.inspect();
  const image = await docker.getImage(Image).inspect();
  const isItsOwn = isAlike(Config.Cmd, image.Config.Cmd);
  return sicknessSwitch(
    Config.Image,
    Config.Labels,
    isItsOwn && isAlike(Config.Entrypoint, image.Config.Entrypoint),
  );
};

const isAlike = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

const fillMemory = async (container: Docker.Container): Promise<void> => {
  const exec = await container.exec({ Cmd: ['/bin/sh', '-c', FILL], AttachStderr: true });
  const stream = await exec.start({});
  stream.resume();
  await new Promise((resolve) => stream.once('close', resolve).once('end', resolve));
  const ended = await orUndefined(exec.inspect());
  if (NOT_RUN.includes(ended?.ExitCode ?? 0))
    throw new Error(
      'The container has no /bin/sh and tail, with which its memory is filled. Use kill-container, or an image that has them.',
    );
};
