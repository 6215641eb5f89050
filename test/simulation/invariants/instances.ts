import type { ContainerInstance, Task, TaskDefinition } from '../../../src/core/model/index.ts';
import type { State } from '../../../src/core/state.ts';
import { insist } from '../violation.ts';
import type { Stepped } from './invariants.ts';
import type { Changes, Ledger } from './ledger.ts';

/** What the types in these histories have: CPU units, MiB, and interfaces beside their own. */
export const TYPES: Readonly<
  Record<string, { readonly cpu: number; readonly memory: number; readonly interfaces: number }>
> = {
  't3.micro': { cpu: 2048, memory: 1024, interfaces: 1 },
  't3.small': { cpu: 2048, memory: 2048, interfaces: 2 },
  't3.medium': { cpu: 2048, memory: 4096, interfaces: 2 },
  'c5.large': { cpu: 2048, memory: 4096, interfaces: 2 },
  'm5.large': { cpu: 2048, memory: 8192, interfaces: 2 },
};

const SYSTEM_PORTS = ['22/tcp', '2375/tcp', '2376/tcp', '51678/tcp', '51679/tcp', '51680/tcp'];

/** What a task takes of its instance for as long as it is there, read from its definition. */
export function takenBy(definition: TaskDefinition) {
  const { networkMode, containerDefinitions, cpu, memory } = definition;
  const total = (of: (container: (typeof containerDefinitions)[number]) => number | undefined) =>
    containerDefinitions.reduce((sum, container) => sum + (of(container) ?? 0), 0);
  const ports = containerDefinitions.flatMap(({ portMappings = [] }) =>
    portMappings.flatMap(({ containerPort, hostPort, protocol = 'tcp' }) => {
      const port = { host: containerPort, bridge: hostPort, awsvpc: 0, none: 0 }[networkMode] ?? 0;
      return port === 0 ? [] : [`${port}/${protocol}`];
    }),
  );
  return {
    cpu: cpu === undefined ? total((container) => container.cpu) : Number(cpu),
    memory:
      memory === undefined
        ? total((container) => container.memoryReservation ?? container.memory)
        : Number(memory),
    interfaces: networkMode === 'awsvpc' ? 1 : 0,
    ports,
  };
}

export type Taken = ReturnType<typeof takenBy>;

/** Interfaces for tasks on an instance of that type; with a trunk more than its type has. */
export const interfacesOf = ({ attributes }: ContainerInstance, ofType: number): number =>
  attributes.some(({ name }) => name === 'ecs.awsvpc-trunk-id') ? TRUNKED : ofType;

/** AWS: tasks on a c5.large or m5.large with a trunk; the other types of these histories have none. */
const TRUNKED = 10;

/** No instance over its CPU, memory or interfaces; no host port bound twice (but by StartTask). */
export function checkInstances(ledger: Ledger, { state }: Stepped, { tasks }: Changes): void {
  const created = tasks.flatMap(({ before, after }) =>
    before === undefined && after?.containerInstanceArn !== undefined ? [after] : [],
  );
  for (const task of created) {
    const instance = state.containerInstances.get(task.containerInstanceArn ?? '');
    insist(instance !== undefined, 'instance', () => `${task.taskArn} is on an unknown instance`);
    if (instance === undefined) continue;
    const there = ledger.tasksOn(instance.containerInstanceArn);
    checkCapacity(state, instance, there);
    if (!ledger.byStartTask.has(task.taskArn)) checkPorts(state, task, there);
    checkDaemon(state, task, there);
  }
}

const takenFor = (state: State, task: Task): Taken => {
  const definition = state.taskDefinitions.get(task.taskDefinitionArn);
  return definition === undefined
    ? { cpu: 0, memory: 0, interfaces: 0, ports: [] }
    : takenBy(definition);
};

function checkCapacity(state: State, instance: ContainerInstance, there: readonly Task[]): void {
  const type = instance.attributes.find(({ name }) => name === 'ecs.instance-type')?.value ?? '';
  const has = TYPES[type];
  if (has === undefined) return;
  const sums = there
    .map((task) => takenFor(state, task))
    .reduce(
      (sum, { cpu, memory, interfaces }) => ({
        cpu: sum.cpu + cpu,
        memory: sum.memory + memory,
        interfaces: sum.interfaces + interfaces,
      }),
      { cpu: 0, memory: 0, interfaces: 0 },
    );
  const memory = Math.min(has.memory, instance.registered.memoryMiB);
  insist(
    sums.cpu <= has.cpu &&
      sums.memory <= memory &&
      sums.interfaces <= interfacesOf(instance, has.interfaces),
    'capacity',
    () =>
      `${instance.containerInstanceArn}, a ${type} with ${memory} MiB, bears ${there.length} ` +
      `tasks that take ${JSON.stringify(sums)}`,
  );
}

function checkPorts(state: State, task: Task, there: readonly Task[]): void {
  const ports = takenFor(state, task).ports;
  const others = there
    .filter(({ taskArn }) => taskArn !== task.taskArn)
    .flatMap((other) => takenFor(state, other).ports);
  const twice = ports.filter((port) => others.includes(port) || SYSTEM_PORTS.includes(port));
  insist(
    twice.length === 0,
    'ports',
    () => `${task.taskArn} was placed where ${twice.join(', ')} is taken`,
  );
}

/** At most one daemon of a service on an instance; the one that stops goes first. */
function checkDaemon(state: State, task: Task, there: readonly Task[]): void {
  const service = state.services.get(task.serviceArn ?? '');
  if (service?.schedulingStrategy !== 'DAEMON') return;
  const daemons = there.filter(({ serviceArn }) => serviceArn === service.serviceArn);
  insist(
    daemons.length <= 1,
    'daemon',
    () => `${daemons.length} tasks of ${service.serviceName} on ${task.containerInstanceArn}`,
  );
}
