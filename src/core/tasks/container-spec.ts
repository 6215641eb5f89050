import { nameOf, scopeOf } from '../arn.ts';
import type { AwslogsSpec, ContainerSpec, HealthCheckSpec } from '../effects.ts';
import { type Env, scaled } from '../env.ts';
import type { ContainerDefinition, HealthCheck, Task, TaskDefinition } from '../model/index.ts';
import { linksOf } from '../task-definitions/links.ts';
import type { Transaction } from '../transaction.ts';
import { mountSpecs } from './mounts.ts';
import { instanceArnOf } from './provision.ts';

const MIB_OF_SMALLEST_CONTAINER = 6;

/** What the engine is to run for that container: definition, overrides and defaults resolved. */
export function containerSpec(
  task: Task,
  taskDefinition: TaskDefinition,
  definition: ContainerDefinition,
  { env, state }: Pick<Transaction, 'env' | 'state'>,
): ContainerSpec {
  const name = definition.name ?? '';
  const override = task.overrides.containerOverrides?.find((one) => one.name === name);
  const memory = override?.memory ?? definition.memory ?? taskMemory(task);
  return {
    name,
    image: definition.image ?? '',
    networkMode: taskDefinition.networkMode,
    availabilityZone: task.availabilityZone,
    instanceArn: instanceArnOf(state, task),
    entryPoint: nonEmpty(definition.entryPoint),
    command: nonEmpty(override?.command) ?? nonEmpty(definition.command),
    environment: environment(definition, override?.environment),
    workingDirectory: definition.workingDirectory,
    user: definition.user,
    cpu: override?.cpu ?? definition.cpu ?? 0,
    memory: memory === undefined ? undefined : Math.max(memory, MIB_OF_SMALLEST_CONTAINER),
    memoryReservation: override?.memoryReservation ?? definition.memoryReservation,
    portMappings: definition.portMappings ?? [],
    links: linksOf(definition),
    healthCheck: healthCheckSpec(definition.healthCheck, env),
    readonlyRootFilesystem: definition.readonlyRootFilesystem ?? false,
    mounts: mountSpecs(task, taskDefinition, definition, instanceArnOf(state, task)),
    architecture: taskDefinition.runtimePlatform?.cpuArchitecture,
    awslogs: awslogsSpec(task, definition),
  };
}

/** The task's own limit bounds a container that has none. */
const taskMemory = (task: Task): number | undefined => Number(task.memory) || undefined;

const nonEmpty = (words: string[] | undefined): string[] | undefined =>
  words !== undefined && words.length > 0 ? words : undefined;

function environment(
  definition: ContainerDefinition,
  override: ContainerDefinition['environment'],
): Record<string, string> {
  const pairs = [...(definition.environment ?? []), ...(override ?? [])];
  return Object.fromEntries(pairs.map(({ name, value }) => [name ?? '', value ?? '']));
}

/** AWS: HealthCheck; seconds, but for retries. */
export const HEALTH_CHECK_DEFAULTS = { interval: 30, timeout: 5, retries: 3, startPeriod: 0 };

function healthCheckSpec(check: HealthCheck | undefined, env: Env): HealthCheckSpec | undefined {
  const command = check?.command;
  if (check === undefined || command === undefined || command[0] === 'NONE') return undefined;
  return {
    command: ['CMD', 'CMD-SHELL'].includes(command[0] ?? '') ? command : ['CMD', ...command],
    interval: scaled(env, (check.interval ?? HEALTH_CHECK_DEFAULTS.interval) * 1000),
    // How long a probe may take is the application's affair, not the orchestration's: not scaled.
    timeout: (check.timeout ?? HEALTH_CHECK_DEFAULTS.timeout) * 1000,
    retries: check.retries ?? HEALTH_CHECK_DEFAULTS.retries,
    startPeriod: scaled(env, (check.startPeriod ?? HEALTH_CHECK_DEFAULTS.startPeriod) * 1000),
  };
}

/** The stream's name is PREFIX/CONTAINER/TASK-ID (AWS: awslogs-stream-prefix). */
export function awslogsSpec(task: Task, definition: ContainerDefinition): AwslogsSpec | undefined {
  const { logDriver, options = {} } = definition.logConfiguration ?? { logDriver: undefined };
  const group = options['awslogs-group'];
  if (logDriver !== 'awslogs' || group === undefined) return undefined;
  const id = nameOf(task.taskArn);
  const prefix = options['awslogs-stream-prefix'];
  return {
    group,
    stream: prefix === undefined ? id : `${prefix}/${definition.name}/${id}`,
    region: options['awslogs-region'] ?? scopeOf(task.taskArn).region,
    createGroup: options['awslogs-create-group'] === 'true',
  };
}

/**
 * Between the stop signal and SIGKILL, ms; 30 s unless the definition says otherwise, at most
 * 120 s on Fargate (AWS: ContainerDefinition.stopTimeout). Not scaled: it is the application's.
 */
export const stopTimeout = (definition: ContainerDefinition | undefined): number =>
  (definition?.stopTimeout ?? 30) * 1000;
