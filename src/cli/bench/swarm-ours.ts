import type Docker from 'dockerode';
import type { TaskDefinitionInput } from '../../core/model/task-definition.ts';
import { call, until, untilRunning } from './api.ts';
import { containersOf } from './install.ts';
import { serviceInput, taskDefinition } from './requests.ts';
import type { RuntimeProcess } from './servers.ts';
import { untilListening } from './swarm-settled.ts';

/** Of each container, ours and Swarm's. */
export const MEMORY_MIB = 256;

const [web] = taskDefinition.containerDefinitions ?? [];

/** One container a task and nothing else: what a replica of Swarm is. */
export const onInstance: TaskDefinitionInput = {
  family: 'bench-ec2',
  networkMode: 'bridge',
  requiresCompatibilities: ['EC2'],
  containerDefinitions: [{ ...web, portMappings: [], cpu: 128, memory: MEMORY_MIB }],
};

/** A pause container beside it, with an address and a published port of its own. */
export const onFargate: TaskDefinitionInput = {
  ...taskDefinition,
  family: 'bench-fargate',
  containerDefinitions: [{ ...web, memory: MEMORY_MIB }],
};

/** Services of one kind of task through the runtime; two revisions of its definition are there. */
export class OurServices {
  readonly #docker: Docker;
  readonly #runtime: RuntimeProcess;
  readonly #definition: TaskDefinitionInput;

  private constructor(docker: Docker, runtime: RuntimeProcess, definition: TaskDefinitionInput) {
    this.#docker = docker;
    this.#runtime = runtime;
    this.#definition = definition;
  }

  static async open(
    docker: Docker,
    runtime: RuntimeProcess,
    definition: TaskDefinitionInput,
  ): Promise<OurServices> {
    for (let revision = 1; revision <= 2; revision += 1)
      await call(runtime.port, 'RegisterTaskDefinition', withVersion(definition, revision));
    return new OurServices(docker, runtime, definition);
  }

  /** Milliseconds from CreateService until it is described with all of its tasks running. */
  async create(service: string, tasks: number): Promise<number> {
    const { launchType, networkConfiguration, ...input } = serviceInput(service, tasks);
    const fargate = this.#definition.networkMode === 'awsvpc';
    const start = performance.now();
    await call(this.#runtime.port, 'CreateService', {
      ...input,
      taskDefinition: `${this.#definition.family}:1`,
      ...(fargate ? { launchType, networkConfiguration } : { launchType: 'EC2' }),
      deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 200 },
    });
    await untilRunning(this.#runtime.port, service, tasks);
    return performance.now() - start;
  }

  /** Milliseconds from UpdateService until all tasks of the new revision run and no old container does. */
  async update(service: string, tasks: number): Promise<number> {
    const { port } = this.#runtime;
    const start = performance.now();
    const revision = `${this.#definition.family}:2`;
    await call(port, 'UpdateService', { cluster: 'bench', service, taskDefinition: revision });
    await until(`${service} runs ${tasks} new tasks`, async () => {
      const [primary] = await this.#deployments(service);
      return primary?.runningCount === tasks;
    });
    await until(`only ${tasks} containers run`, async () => {
      return (await this.running()).length === tasks;
    });
    return performance.now() - start;
  }

  /** Waits until nothing is under way any more: neither of the programs, nor of the deployment. */
  async settle(service: string, tasks: number): Promise<void> {
    await untilListening(this.#docker, () => this.running(), tasks);
    await until(`${service} has one deployment`, async () => {
      return (await this.#deployments(service)).length === 1;
    });
  }

  /** Removes the service and waits until none of its containers is left. */
  async remove(service: string): Promise<void> {
    await call(this.#runtime.port, 'DeleteService', { cluster: 'bench', service, force: true });
    await until(`${service} is gone`, async () => (await this.#ofTasks()).length === 0);
  }

  /** Containers of the tasks, without pause containers and instances. */
  async running(): Promise<Docker.ContainerInfo[]> {
    const all = await this.#ofTasks();
    return all.filter(({ State, Labels }) => State === 'running' && NAME in Labels);
  }

  async #ofTasks(): Promise<Docker.ContainerInfo[]> {
    const all = await containersOf(this.#docker, this.#runtime.install);
    return all.filter(({ Labels }) => TASK in Labels);
  }

  async #deployments(service: string): Promise<{ runningCount?: number }[]> {
    const input = { cluster: 'bench', services: [service] };
    const text = await call(this.#runtime.port, 'DescribeServices', input);
    const { services = [] }: { services?: { deployments?: { runningCount?: number }[] }[] } =
      JSON.parse(text);
    return services[0]?.deployments ?? [];
  }
}

const TASK = 'com.amazonaws.ecs.task-arn';
const NAME = 'com.amazonaws.ecs.container-name';

const withVersion = (definition: TaskDefinitionInput, version: number): TaskDefinitionInput => ({
  ...definition,
  containerDefinitions: definition.containerDefinitions?.map((container) => ({
    ...container,
    environment: [{ name: 'VERSION', value: String(version) }],
  })),
});
