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
export const HEALTHY_WITHOUT_CHECK_AFTER = 40_000;

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

/**
 * How the service scheduler is to count the task, and when to ask again without news. Container
 * health and that of its targets (`byTargets`: one verdict for each load balancer that it is
 * behind) must both be good; either can be bad.
 */
export function readiness(
  task: Pick<Task, 'startedAt' | 'healthStatus' | 'readiness'>,
  taskDefinition: TaskDefinition,
  service: Service | undefined,
  containerInstance: ContainerInstance | undefined,
  byTargets: readonly HealthStatus[],
  env: Env,
): { readonly readiness: Readiness; readonly dueAt: number | null } {
  const { startedAt } = task;
  if (startedAt === undefined) return { readiness: task.readiness, dueAt: null };

  if (containerInstance !== undefined && isLost(containerInstance, env)) {
    return { readiness: 'UNHEALTHY', dueAt: null };
  }
  const checked = hasHealthCheck(taskDefinition);
  if (!checked && byTargets.length === 0) {
    const at = startedAt + scaled(env, HEALTHY_WITHOUT_CHECK_AFTER);
    return env.now >= at
      ? { readiness: 'HEALTHY', dueAt: null }
      : { readiness: task.readiness, dueAt: at };
  }
  const verdicts = [...(checked ? [task.healthStatus] : []), ...byTargets];
  if (verdicts.includes('UNHEALTHY')) {
    const grace = scaled(env, (service?.healthCheckGracePeriodSeconds ?? 0) * 1000);
    return env.now >= startedAt + grace
      ? { readiness: 'UNHEALTHY', dueAt: null }
      : { readiness: task.readiness, dueAt: startedAt + grace };
  }
  const good = verdicts.every((verdict) => verdict === 'HEALTHY');
  return { readiness: good ? 'HEALTHY' : task.readiness, dueAt: null };
}
