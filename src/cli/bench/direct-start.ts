import type Docker from 'dockerode';
import { throwIfInterrupted } from './interruption.ts';

const BENCH = 'ecs-workbook.bench';
const TASK_ARN = 'com.amazonaws.ecs.task-arn';
const NAME = 'com.amazonaws.ecs.container-name';

/** What Docker says of the containers that the runtime made for a task. */
export interface Templates {
  /** Undefined: the network of the task is another one's, or none. */
  readonly pause?: Docker.ContainerInspectInfo | undefined;
  readonly app: Docker.ContainerInspectInfo;
}

/** Reads the container of a task, and the pause container that it joined. */
export async function readTemplates(docker: Docker, taskArn: string): Promise<Templates> {
  const filters = { label: [`${TASK_ARN}=${taskArn}`] };
  const listed = await docker.listContainers({ all: true, filters });
  const details = await Promise.all(listed.map(({ Id }) => docker.getContainer(Id).inspect()));
  const app = details.find(({ Config }) => NAME in Config.Labels);
  if (app === undefined || details.length > 2) {
    throw new Error(
      `Expected one container of ${taskArn}, with a pause container or without, found ${listed.length}.`,
    );
  }
  return { pause: details.find((each) => each !== app), app };
}

/** Starts the same containers as the runtime; pause containers on a network of its own. */
export class DirectStart implements AsyncDisposable {
  readonly #docker: Docker;
  readonly #templates: Templates;
  readonly #network: Docker.Network;

  private constructor(docker: Docker, templates: Templates, network: Docker.Network) {
    this.#docker = docker;
    this.#templates = templates;
    this.#network = network;
  }

  static async open(docker: Docker, templates: Templates): Promise<DirectStart> {
    const Name = `ecs-workbook-bench-${process.pid}`;
    const network = await docker.createNetwork({ Name, Labels: { [BENCH]: String(process.pid) } });
    return new DirectStart(docker, templates, network);
  }

  /** Milliseconds until `tasks` pairs of containers run, `parallel` tasks at a time; removes them. */
  async start(tasks: number, parallel: number): Promise<number> {
    const made: Docker.Container[] = [];
    try {
      const start = performance.now();
      let next = 0;
      const worker = async (): Promise<void> => {
        while (next < tasks) {
          throwIfInterrupted();
          await this.#startTask(next++, made);
        }
      };
      const workers = await Promise.allSettled(Array.from({ length: parallel }, worker));
      const taken = performance.now() - start;
      for (const each of workers) if (each.status === 'rejected') throw each.reason;
      return taken;
    } finally {
      await Promise.all(made.map((container) => container.remove({ force: true })));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#network.remove();
  }

  async #startTask(index: number, made: Docker.Container[]): Promise<void> {
    const { pause, app } = this.#templates;
    const start = async (template: Docker.ContainerInspectInfo, name: string, network: string) => {
      const container = await this.#create(template, name, network);
      made.push(container);
      await container.start();
      return container;
    };
    if (pause === undefined) {
      await start(app, `${index}`, app.HostConfig.NetworkMode ?? 'default');
      return;
    }
    const holder = await start(pause, `${index}.pause`, this.#network.id);
    await start(app, `${index}`, `container:${holder.id}`);
  }

  #create(
    { Config, HostConfig }: Docker.ContainerInspectInfo,
    name: string,
    networkMode: string,
  ): Promise<Docker.Container> {
    const { Image, Env, Cmd, Entrypoint, WorkingDir, User } = Config;
    // Docker reports the ports of the image too, and refuses them where a network is joined.
    const joins = networkMode.startsWith('container:');
    const ExposedPorts = joins ? undefined : Config.ExposedPorts;
    const { CpuShares, Memory, MemorySwap, MemoryReservation, LogConfig, PortBindings } =
      HostConfig;
    return this.#docker.createContainer({
      name: `ecs-workbook-bench-${process.pid}-${name}`,
      Labels: { [BENCH]: String(process.pid) },
      ...{ Image, Env, Cmd, WorkingDir, User },
      ...(ExposedPorts === undefined ? {} : { ExposedPorts }),
      ...(Entrypoint === null ? {} : { Entrypoint }),
      Healthcheck: { Test: ['NONE'] },
      HostConfig: {
        NetworkMode: networkMode,
        ...{ CpuShares, Memory, MemorySwap, MemoryReservation, LogConfig, PortBindings },
      },
    });
  }
}
