import type { Service, Task } from '@aws-sdk/client-ecs';
import type { CheckContext } from '../check.ts';
import { eventually, type Patience } from '../eventually.ts';
import { expectService } from '../expect/service.ts';
import { taskId, timeOf } from '../expect/tasks.ts';
import { Unmet } from '../unmet.ts';
import { type ServiceHistory, serviceHistory } from './service-history.ts';

/** A fault that leaves a trace in what AWS shows of a service's tasks. */
export type SurvivableFault = keyof typeof TRACES;

export interface SurvivedOptions extends Patience {
  readonly cluster: string;
  readonly service: string;
  readonly fault: SurvivableFault;
  /** So many tasks ran at every moment since; default 0. */
  readonly atLeast?: number | undefined;
}

interface Trace {
  readonly inWords: string;
  readonly isOf: (task: Task) => boolean;
}

const KILLED = 137;

const endedWith = (exitCode: number, { containers = [] }: Task): boolean =>
  containers.some((container) => container.exitCode === exitCode);

const outOfMemory = ({ containers = [] }: Task): boolean =>
  containers.some(({ reason = '' }) => reason.startsWith('OutOfMemoryError'));

const unhealthy: Trace = {
  inWords: 'a task that failed its health checks',
  isOf: ({ stoppedReason = '' }) => stoppedReason.startsWith('Task failed '),
};
const hostGone: Trace = {
  inWords: 'a task whose machine or zone went down under it',
  isOf: ({ stopCode }) => stopCode === 'TerminationNotice',
};

const TRACES = {
  'kill-container': {
    inWords: 'a task whose container was killed (exit code 137)',
    isOf: (task) =>
      task.stopCode === 'EssentialContainerExited' && endedWith(KILLED, task) && !outOfMemory(task),
  },
  'fill-memory': {
    inWords: 'a task whose container ran out of memory (OutOfMemoryError)',
    isOf: outOfMemory,
  },
  'pause-container': unhealthy,
  'sick-application': unhealthy,
  'cut-network': unhealthy,
  'pause-instance': unhealthy,
  'agent-disconnect': unhealthy,
  'stop-instance': hostGone,
  'lose-zone': hostGone,
  'spot-interruption': {
    inWords: 'a task that Spot took away',
    isOf: ({ stopCode }) => stopCode === 'SpotInterruption',
  },
} as const satisfies Record<string, Trace>;

/**
 * The service was hit by that fault within the last hour, and has all its tasks again. It is known
 * from what the AWS API shows, here as on AWS: a task of the service that stopped as that fault has
 * tasks stop (exit code, stopCode, stoppedReason), one that was created after and runs, and as many
 * running as are desired. Faults that leave the same trace are not told apart: what is frozen, sick
 * or cut off fails its health checks. Answers what was observed. Symptoms: `missing` (no such
 * service), `unhurt` (the fault never hit), `down` (not all tasks are back), `dipped` (fewer than
 * `atLeast` ran).
 */
export const expectSurvived = (
  context: CheckContext,
  { cluster, service: name, fault, atLeast = 0, ...patience }: SurvivedOptions,
): Promise<string> =>
  eventually(patience, context, async () => {
    const service = await expectService(context, cluster, name);
    const since = service.createdAt;
    const history = await serviceHistory(context, { cluster, service: name, since });
    return survival(history, service, fault, atLeast);
  });

/** The verdict on what was read; see `expectSurvived`. */
export const survival = (
  history: ServiceHistory,
  { serviceName = '', desiredCount = 0 }: Pick<Service, 'serviceName' | 'desiredCount'>,
  fault: SurvivableFault,
  atLeast: number,
): string => {
  const trace: Trace = TRACES[fault];
  const hits = history.tasks
    .filter((task) => task.lastStatus === 'STOPPED' && trace.isOf(task))
    .sort((a, b) => endOf(a) - endOf(b));
  const [first] = hits;
  const last = hits.at(-1);
  if (first === undefined || last === undefined) {
    throw new Unmet({
      expected: `${trace.inWords}, of the service ${serviceName}, within the last hour`,
      observed: 'none that ended so',
      symptom: 'unhurt',
      hint: `Cause it: npm run fault -- ${fault} …`,
    });
  }
  const running = history.tasks.filter(
    ({ lastStatus, desiredStatus }) => lastStatus === 'RUNNING' && desiredStatus === 'RUNNING',
  );
  const replaced = running.some((task) => timeOf(task) >= endOf(last));
  if (running.length < desiredCount || desiredCount === 0 || !replaced) {
    throw new Unmet({
      expected: `the service ${serviceName} with all its tasks again after ${fault}`,
      observed: `${running.length} of ${desiredCount} tasks running${replaced ? '' : ', none of them younger than the fault'}`,
      symptom: 'down',
    });
  }
  const { lowest } = history.extremes('running', { from: endOf(first), to: history.now });
  if (lowest.count < atLeast) {
    throw new Unmet({
      expected: `at least ${atLeast} running tasks of ${serviceName} at every moment since ${fault}`,
      observed: `${lowest.count} at ${new Date(lowest.at).toISOString()}`,
      symptom: 'dipped',
    });
  }
  return `task ${taskId(last).slice(0, 8)} was hit; ${running.length} of ${desiredCount} tasks run, never fewer than ${lowest.count}`;
};

/** When it ceased to serve. */
const endOf = ({ stoppingAt, executionStoppedAt, stoppedAt }: Task): number =>
  Math.min(
    ...[stoppingAt, executionStoppedAt, stoppedAt].map(
      (date) => date?.getTime() ?? Number.POSITIVE_INFINITY,
    ),
  );
