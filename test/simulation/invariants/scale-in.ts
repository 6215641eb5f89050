import type { Service, Task } from '../../../src/core/model/index.ts';
import { insist } from '../violation.ts';
import type { Stepped } from './invariants.ts';
import type { Ledger } from './ledger.ts';

/**
 * Scaling in takes what is not ready first; of what is alike one from the zone with the most, there
 * from the container instance with the most, and there the newest. Looks at the stops one by one,
 * with the ledger as it was before the step.
 */
export function checkScaleIn(ledger: Ledger, { state, records, now }: Stepped): void {
  if (!records.some(isStop)) return;
  const known = new Map(ledger.tasks);
  for (const record of records) {
    if (record.type === 'TaskCreated') known.set(record.task.taskArn, record.task);
    if (record.type !== 'TaskChanged') continue;
    const task = known.get(record.taskArn);
    if (task === undefined) continue;
    const service = state.services.get(task.serviceArn ?? '');
    if (isStop(record) && service !== undefined && isSurplus(service, task)) {
      const others = [...known.values()].filter(
        (other) =>
          other.deploymentId === task.deploymentId &&
          isSurplus(service, other) &&
          !isProtected(other, now),
      );
      checkChoice(service, task, others);
    }
    known.set(record.taskArn, { ...task, ...record.change });
  }
}

const isStop = (record: Stepped['records'][number]): boolean =>
  record.type === 'TaskChanged' &&
  record.change.desiredStatus === 'STOPPED' &&
  record.change.stopCode === 'ServiceSchedulerInitiated';

/** Of the primary deployment, where it could stay, and not ill: nothing else would stop it. */
const isSurplus = (service: Service, task: Task): boolean =>
  service.schedulingStrategy === 'REPLICA' &&
  service.deployments[0]?.id === task.deploymentId &&
  task.desiredStatus === 'RUNNING' &&
  !task.draining &&
  task.readiness !== 'UNHEALTHY';

const isProtected = ({ protectedUntil }: Task, now: number): boolean =>
  protectedUntil === null || (protectedUntil !== undefined && protectedUntil > now);

/** `others`: all that could have been chosen, the task among them. */
function checkChoice({ serviceName }: Service, task: Task, others: readonly Task[]): void {
  const choice = (holds: boolean, why: () => string) =>
    insist(holds, 'scale-in order', () => `${serviceName} stops ${task.taskArn}: ${why()}`);
  choice(others.includes(task), () => 'it is protected');
  const alike = others.filter(({ readiness }) => readiness === task.readiness);
  const starting = others.filter(({ readiness }) => readiness === 'STARTING').length;
  choice(task.readiness === 'STARTING' || starting === 0, () => `${starting} are not ready`);

  const countBy = (tasks: readonly Task[], key: (task: Task) => string): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const one of tasks) counts.set(key(one), (counts.get(key(one)) ?? 0) + 1);
    return counts;
  };
  const fullest = (tasks: readonly Task[], key: (task: Task) => string, what: string): void => {
    const counts = countBy(tasks, key);
    const most = Math.max(...counts.values());
    const here = counts.get(key(task)) ?? 0;
    choice(here === most, () => `its ${what} has ${here}, another ${most}`);
  };
  fullest(alike, ({ availabilityZone }) => availabilityZone, 'zone');
  const inZone = alike.filter(({ availabilityZone }) => availabilityZone === task.availabilityZone);
  if (task.containerInstanceArn === undefined) return;
  fullest(inZone, ({ containerInstanceArn }) => containerInstanceArn ?? '', 'instance');
  const there = inZone.filter((one) => one.containerInstanceArn === task.containerInstanceArn);
  const newest = Math.max(...there.map(({ createdAt }) => createdAt));
  choice(task.createdAt === newest, () => 'a newer one is on its instance');
}
