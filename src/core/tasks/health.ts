import { isLost } from '../container-instances/agent.ts';
import { type Env, scaled } from '../env.ts';
import type {
  ContainerInstance,
  HealthStatus,
  Readiness,
  Service,
  Task,
  TaskDefinition,
} from '../model/index.ts';

/** Without any health check a task counts as healthy once it has been RUNNING for 40 seconds. */
const HEALTHY_WITHOUT_CHECK_AFTER = 40_000;

/** Names by task definition, which never changes. */
const known = new WeakMap<
  TaskDefinition['containerDefinitions'],
  ReadonlySet<string | undefined>
>();

function essentialWithCheck({
  containerDefinitions,
}: TaskDefinition): ReadonlySet<string | undefined> {
  const before = known.get(containerDefinitions);
  if (before !== undefined) return before;
  const names = new Set(
    containerDefinitions
      .filter(({ essential, healthCheck }) => essential !== false && hasCommand(healthCheck))
      .map(({ name }) => name),
  );
  known.set(containerDefinitions, names);
  return names;
}

const hasCommand = (healthCheck: { command: string[] | undefined } | undefined): boolean =>
  healthCheck?.command !== undefined && healthCheck.command[0] !== 'NONE';

/** Has it an essential container whose health is checked? */
export const hasHealthCheck = (taskDefinition: TaskDefinition): boolean =>
  essentialWithCheck(taskDefinition).size > 0;

/**
 * UNHEALTHY if any essential container is; HEALTHY if all essential containers with a check are;
 * else UNKNOWN (AWS: Task.healthStatus).
 */
export function taskHealth(task: Task, taskDefinition: TaskDefinition): HealthStatus {
  const names = essentialWithCheck(taskDefinition);
  if (names.size === 0) return 'UNKNOWN';
  const statuses = task.containers
    .filter(({ name }) => names.has(name))
    .map(({ healthStatus }) => healthStatus);
  if (statuses.includes('UNHEALTHY')) return 'UNHEALTHY';
  return statuses.length > 0 && statuses.every((status) => status === 'HEALTHY')
    ? 'HEALTHY'
    : 'UNKNOWN';
}

/** How the service scheduler is to count the task, and when to ask again without news. */
export function readiness(
  task: Pick<Task, 'startedAt' | 'healthStatus' | 'readiness'>,
  taskDefinition: TaskDefinition,
  service: Service | undefined,
  containerInstance: ContainerInstance | undefined,
  env: Env,
): { readonly readiness: Readiness; readonly dueAt: number | null } {
  const { startedAt } = task;
  if (startedAt === undefined) return { readiness: task.readiness, dueAt: null };

  if (containerInstance !== undefined && isLost(containerInstance, env)) {
    return { readiness: 'UNHEALTHY', dueAt: null };
  }
  const until = (at: number): Readiness => (env.now >= at ? 'HEALTHY' : task.readiness);
  if (!hasHealthCheck(taskDefinition)) {
    const at = startedAt + scaled(env, HEALTHY_WITHOUT_CHECK_AFTER);
    return { readiness: until(at), dueAt: env.now >= at ? null : at };
  }
  if (task.healthStatus === 'HEALTHY') return { readiness: 'HEALTHY', dueAt: null };
  if (task.healthStatus === 'UNKNOWN') return { readiness: task.readiness, dueAt: null };

  const graceEnds = startedAt + scaled(env, (service?.healthCheckGracePeriodSeconds ?? 0) * 1000);
  return env.now >= graceEnds
    ? { readiness: 'UNHEALTHY', dueAt: null }
    : { readiness: task.readiness, dueAt: graceEnds };
}
