import type Docker from 'dockerode';
import { until } from './api.ts';
import { removeNetwork } from './install.ts';
import { MEMORY_MIB } from './swarm-ours.ts';
import { untilListening } from './swarm-settled.ts';

/** How Swarm is told to replace: all at once, new before old, as ECS does with 100 and 200 per cent. */
const UPDATE = {
  /** No bound. */
  Parallelism: 0,
  Delay: 0,
  Order: 'start-first',
  /** Nanoseconds; 0 would mean Swarm's default, which is five seconds. */
  Monitor: 1,
  FailureAction: 'continue',
};

/**
 * A Swarm on this engine for as long as the bench runs; one that is there already is used and
 * stays. Disposing of it removes what was made.
 */
export async function openSwarm(docker: Docker, image: string): Promise<Swarm> {
  // By its id: a name would be looked for at a registry, for each task.
  const { Id } = await docker.getImage(image).inspect();
  const { Swarm: swarm } = await docker.info();
  const ours = swarm.LocalNodeState === 'inactive';
  const before = await networkIds(docker);
  if (ours) {
    await docker.swarmInit({ ListenAddr: '127.0.0.1:2377', AdvertiseAddr: '127.0.0.1' });
  }
  const { id: network } = await docker.createNetwork({
    Name: `ecs-workbook-bench-${process.pid}`,
    Driver: 'bridge',
    ...{ Scope: 'swarm' },
  });
  return new Swarm(docker, Id, network, async () => {
    await removeNetwork(docker.getNetwork(network));
    if (!ours) return;
    await docker.swarmLeave({ force: true });
    for (const { Id: id, Name, Scope } of await docker.listNetworks()) {
      const ofSwarm = Scope === 'swarm' || Name === 'docker_gwbridge';
      if (ofSwarm && !before.includes(id)) await removeNetwork(docker.getNetwork(id));
    }
  });
}

const networkIds = async (docker: Docker): Promise<string[]> =>
  (await docker.listNetworks()).map(({ Id }) => Id);

interface SwarmTask {
  readonly Spec?: { readonly ContainerSpec?: { readonly Env?: readonly string[] } };
  readonly Status?: { readonly State?: string };
}

export class Swarm implements AsyncDisposable {
  readonly #docker: Docker;
  readonly #image: string;
  readonly #network: string;
  readonly #leave: () => Promise<void>;

  constructor(docker: Docker, image: string, network: string, leave: () => Promise<void>) {
    this.#docker = docker;
    this.#image = image;
    this.#network = network;
    this.#leave = leave;
  }

  /** Services on Docker's default network, or on a bridge network of their own as ours are. */
  services(where: 'default network' | 'own network'): SwarmServices {
    const networks = where === 'own network' ? [{ Target: this.#network }] : [];
    return new SwarmServices(this.#docker, this.#image, networks);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#leave();
  }
}

export class SwarmServices {
  readonly #docker: Docker;
  readonly #image: string;
  readonly #networks: readonly { readonly Target: string }[];

  constructor(docker: Docker, image: string, networks: readonly { readonly Target: string }[]) {
    this.#docker = docker;
    this.#image = image;
    this.#networks = networks;
  }

  /** Milliseconds from asking for the replicas until Swarm says that all of them run. */
  async create(name: string, replicas: number): Promise<number> {
    const start = performance.now();
    await this.#docker.createService(this.#spec(name, replicas, 1));
    await this.#untilRunning(name, replicas, 1);
    return performance.now() - start;
  }

  /** Milliseconds from asking for a new version until all replicas of it run and no old container does. */
  async update(name: string, replicas: number): Promise<number> {
    const service = this.#docker.getService(name);
    const { Version } = await service.inspect();
    const start = performance.now();
    await service.update({ ...this.#spec(name, replicas, 2), version: Version.Index });
    await this.#untilRunning(name, replicas, 2);
    await until(`only ${replicas} containers run`, async () => {
      return (await this.#running(name)).length === replicas;
    });
    return performance.now() - start;
  }

  /** Waits until nothing is under way any more: neither of the programs, nor of an update. */
  async settle(name: string, replicas: number): Promise<void> {
    await untilListening(this.#docker, () => this.#running(name), replicas);
    await until(`the update of ${name} is over`, async () => {
      const { UpdateStatus } = await this.#docker.getService(name).inspect();
      return UpdateStatus?.State !== 'updating';
    });
  }

  /** Removes the service and waits until none of its containers is left. */
  async remove(name: string): Promise<void> {
    await this.#docker.getService(name).remove();
    await until(`the containers of ${name} are gone`, async () => {
      const filters = ofService(name);
      return (await this.#docker.listContainers({ all: true, filters })).length === 0;
    });
  }

  #running(name: string): Promise<Docker.ContainerInfo[]> {
    return this.#docker.listContainers({ filters: ofService(name) });
  }

  #spec(Name: string, Replicas: number, version: number) {
    return {
      Name,
      TaskTemplate: {
        ContainerSpec: {
          Image: this.#image,
          Env: [`VERSION=${version}`],
          StopGracePeriod: 30e9,
        },
        Resources: { Limits: { MemoryBytes: MEMORY_MIB * 2 ** 20 } },
        LogDriver: { Name: 'json-file' },
        Networks: [...this.#networks],
      },
      Mode: { Replicated: { Replicas } },
      // Without a virtual address: nothing here balances load.
      EndpointSpec: { Mode: 'dnsrr' as const },
      UpdateConfig: UPDATE,
    };
  }

  async #untilRunning(name: string, replicas: number, version: number): Promise<void> {
    await until(`${name} runs ${replicas} replicas of version ${version}`, async () => {
      const filters = JSON.stringify({ service: [name], 'desired-state': ['running'] });
      const tasks: SwarmTask[] = await this.#docker.listTasks({ filters });
      const running = tasks.filter(
        ({ Spec, Status }) =>
          Status?.State === 'running' && Spec?.ContainerSpec?.Env?.includes(`VERSION=${version}`),
      );
      return running.length === replicas;
    });
  }
}

const ofService = (name: string) => ({ label: [`com.docker.swarm.service.name=${name}`] });
