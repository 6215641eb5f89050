import type Docker from 'dockerode';
import { until } from './api.ts';

/** How Swarm is told to replace: all at once, as fast as it can. */
const UPDATE = {
  Parallelism: 0,
  Delay: 0,
  Order: 'stop-first',
  Monitor: 0,
  FailureAction: 'continue',
};

/**
 * A Swarm on this engine for as long as the bench runs; one that is there already is used and
 * stays. Disposing of it removes what was made.
 */
export async function openSwarm(docker: Docker): Promise<Swarm> {
  const { Swarm: swarm } = await docker.info();
  const ours = swarm.LocalNodeState === 'inactive';
  const before = await networkIds(docker);
  if (ours) {
    await docker.swarmInit({ ListenAddr: '127.0.0.1:2377', AdvertiseAddr: '127.0.0.1' });
  }
  return new Swarm(docker, async () => {
    if (!ours) return;
    await docker.swarmLeave({ force: true });
    for (const id of await networkIds(docker)) {
      if (!before.includes(id))
        await docker
          .getNetwork(id)
          .remove()
          .catch(() => {});
    }
  });
}

const networkIds = async (docker: Docker): Promise<string[]> =>
  (await docker.listNetworks()).map(({ Id }) => Id);

interface SwarmTask {
  readonly Spec?: { readonly ContainerSpec?: { readonly Env?: readonly string[] } };
  readonly Status?: { readonly State?: string };
  readonly DesiredState?: string;
}

export class Swarm implements AsyncDisposable {
  constructor(
    private readonly docker: Docker,
    private readonly leave: () => Promise<void>,
  ) {}

  /** Milliseconds from asking for `replicas` of the image until all of them run. */
  async create(name: string, image: string, replicas: number): Promise<number> {
    const start = performance.now();
    await this.docker.createService(spec(name, image, replicas, 1));
    await this.untilRunning(name, replicas, 1);
    return performance.now() - start;
  }

  /** Milliseconds from asking for a new version until all replicas are of it. */
  async update(name: string, image: string, replicas: number): Promise<number> {
    const service = this.docker.getService(name);
    const { Version } = await service.inspect();
    const start = performance.now();
    await service.update({ ...spec(name, image, replicas, 2), version: Version.Index });
    await this.untilRunning(name, replicas, 2);
    return performance.now() - start;
  }

  /** Removes the service and waits until none of its containers is left. */
  async remove(name: string): Promise<void> {
    await this.docker.getService(name).remove();
    const filters = { label: [`com.docker.swarm.service.name=${name}`] };
    await until(`the containers of ${name} are gone`, async () => {
      return (await this.docker.listContainers({ all: true, filters })).length === 0;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.leave();
  }

  private async untilRunning(name: string, replicas: number, version: number): Promise<void> {
    await until(`${name} runs ${replicas} replicas of version ${version}`, async () => {
      const filters = JSON.stringify({ service: [name], 'desired-state': ['running'] });
      const tasks: SwarmTask[] = await this.docker.listTasks({ filters });
      const running = tasks.filter(
        ({ Spec, Status }) =>
          Status?.State === 'running' && Spec?.ContainerSpec?.Env?.includes(`VERSION=${version}`),
      );
      return tasks.length === replicas && running.length === replicas;
    });
  }
}

const spec = (Name: string, Image: string, Replicas: number, version: number) => ({
  Name,
  TaskTemplate: {
    ContainerSpec: { Image, Env: [`VERSION=${version}`], StopGracePeriod: 30e9 },
    LogDriver: { Name: 'json-file' },
  },
  Mode: { Replicated: { Replicas } },
  UpdateConfig: UPDATE,
});
