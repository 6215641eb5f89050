import type { Task } from '../../../src/core/model/index.ts';
import { insist } from '../violation.ts';
import type { Stepped } from './invariants.ts';

const TASK_ORDER =
  'PROVISIONING PENDING ACTIVATING RUNNING DEACTIVATING STOPPING DEPROVISIONING STOPPED'.split(' ');
const CONTAINER_ORDER = 'PENDING RUNNING STOPPED'.split(' ');

interface Reached {
  task: number;
  stopping: boolean;
  readonly containers: Map<string, number>;
}

/** Statuses never go backwards, record by record, and each container has one owner. */
export class Lifecycle {
  readonly #reached = new Map<string, Reached>();
  readonly #owners = new Map<string, string>();

  known(task: Task): void {
    this.#reached.set(task.taskArn, {
      task: TASK_ORDER.indexOf(task.lastStatus),
      stopping: task.desiredStatus === 'STOPPED',
      containers: new Map(
        task.containers.map(({ name, lastStatus }) => [name, CONTAINER_ORDER.indexOf(lastStatus)]),
      ),
    });
    for (const { containerArn } of task.containers) {
      const owner = this.#owners.get(containerArn) ?? task.taskArn;
      insist(owner === task.taskArn, 'one owner', () => `${containerArn} has two tasks`);
      this.#owners.set(containerArn, owner);
    }
  }

  check({ records }: Stepped): void {
    for (const record of records) {
      if (record.type === 'TaskCreated') {
        insist(
          !this.#reached.has(record.task.taskArn),
          'one owner',
          () => 'a task ARN given twice',
        );
        this.known(record.task);
      } else if (record.type === 'TaskChanged') {
        this.#taskChanged(record.taskArn, record.change);
      } else if (record.type === 'ContainerChanged') {
        this.#containerChanged(record.taskArn, record.name, record.change.lastStatus);
      }
    }
  }

  #taskChanged(arn: string, { lastStatus, desiredStatus }: Partial<Task>): void {
    const reached = this.#reached.get(arn);
    if (reached === undefined) return;
    if (desiredStatus !== undefined) {
      insist(
        !reached.stopping || desiredStatus === 'STOPPED',
        'status goes back',
        () => `${arn} is wanted RUNNING again`,
      );
      reached.stopping = desiredStatus === 'STOPPED';
    }
    if (lastStatus === undefined) return;
    const rank = TASK_ORDER.indexOf(lastStatus);
    insist(
      rank >= reached.task,
      'status goes back',
      () => `${arn} from ${TASK_ORDER[reached.task]} to ${lastStatus}`,
    );
    insist(
      rank <= TASK_ORDER.indexOf('RUNNING') || reached.stopping,
      'status ahead of what is desired',
      () => `${arn} is ${lastStatus} and wanted RUNNING`,
    );
    reached.task = rank;
  }

  #containerChanged(arn: string, name: string, lastStatus: string | undefined): void {
    const reached = this.#reached.get(arn);
    if (reached === undefined || lastStatus === undefined) return;
    const rank = CONTAINER_ORDER.indexOf(lastStatus);
    const before = reached.containers.get(name) ?? 0;
    insist(
      rank >= before,
      'status goes back',
      () => `container ${name} of ${arn} from ${CONTAINER_ORDER[before]} to ${lastStatus}`,
    );
    reached.containers.set(name, rank);
  }
}
