import type { Task, TaskDefinition } from '../../../src/core/model/index.ts';
import type { State } from '../../../src/core/state.ts';
import { verdictsOn } from './behind.ts';
import type { Stepped } from './invariants.ts';

/** What one step did to tasks. */
export interface Changes {
  /** Each task that was touched, before (undefined: new) and after (undefined: forgotten). */
  readonly tasks: readonly {
    readonly before: Task | undefined;
    readonly after: Task | undefined;
  }[];
}

const WITHOUT_CHECK = 40_000;
const LOST = 60_000;

/** The checker's own book of the tasks that are not STOPPED. */
export class Ledger {
  readonly tasks = new Map<string, Task>();
  readonly ofService = new Map<string, Set<string>>();
  readonly onInstance = new Map<string, Set<string>>();
  /** Tasks that have been healthy at some time. */
  readonly #wereHealthy = new Set<string>();
  /** Started by StartTask, which may bind a port twice. */
  readonly byStartTask = new Set<string>();

  constructor(readonly timeScale: number) {}

  restart(state: State, now: number): void {
    for (const book of [this.tasks, this.ofService, this.onInstance]) book.clear();
    for (const task of state.tasks.values()) this.#enter(state, task, now);
  }

  take({ state, input, records, now }: Stepped): Changes {
    const touched = new Set<string>();
    const starting = input.type === 'Command' && input.command.name === 'StartTask';
    for (const record of records) {
      if (record.type === 'TaskCreated') {
        touched.add(record.task.taskArn);
        if (starting && record.task.serviceArn === undefined) {
          this.byStartTask.add(record.task.taskArn);
        }
      } else if ('taskArn' in record) touched.add(record.taskArn);
    }
    const tasks = [...touched].map((arn) => {
      const before = this.tasks.get(arn);
      const after = state.tasks.get(arn);
      this.#enter(state, after, now);
      if (after === undefined) this.tasks.delete(arn);
      return { before, after };
    });
    return { tasks };
  }

  tasksOf(serviceArn: string): Task[] {
    return this.#all(this.ofService.get(serviceArn));
  }

  tasksOn(containerInstanceArn: string): Task[] {
    return this.#all(this.onInstance.get(containerInstanceArn));
  }

  /**
   * Does it serve? `surely`: also by one millisecond less, where timers round; else: perhaps.
   * Looks at containers, targets and times, not at what the orchestrator made of them.
   */
  isHealthy(state: State, task: Task, now: number, surely: boolean): boolean {
    if (task.lastStatus !== 'RUNNING' || task.desiredStatus !== 'RUNNING') return false;
    return this.serves(state, task, now, surely) && !this.#isLost(state, task, now, !surely);
  }

  /** As `isHealthy`, whatever the statuses of the task itself say. */
  serves(state: State, task: Task, now: number, surely: boolean): boolean {
    const definition = state.taskDefinitions.get(task.taskDefinitionArn);
    const { startedAt } = task;
    if (definition === undefined || startedAt === undefined) return false;
    const ran = now - startedAt;
    const checked = checkedContainers(definition);
    const byLoadBalancers = verdictsOn(state, task);
    if (checked.length + byLoadBalancers.length === 0)
      return ran >= WITHOUT_CHECK / this.timeScale + (surely ? 2 : -1);
    const byContainers = task.containers
      .filter(({ name }) => checked.includes(name))
      .map(({ healthStatus }) => healthStatus);
    const statuses = [...byContainers, ...byLoadBalancers];
    if (statuses.every((status) => status === 'HEALTHY')) return true;
    if (surely) return false;
    // Nobody looks after its targets any more: what was known of them stands.
    const unknown = byLoadBalancers.includes('UNKNOWN') && this.#wereHealthy.has(task.taskArn);
    if (!statuses.includes('UNHEALTHY')) return unknown;
    const service = state.services.get(task.serviceArn ?? '');
    const grace = ((service?.healthCheckGracePeriodSeconds ?? 0) * 1000) / this.timeScale;
    return ran < grace + 1 && this.#wereHealthy.has(task.taskArn);
  }

  /** Its agent has been away for so long that the task is to be replaced elsewhere. */
  isSurelyLost({ state, now }: Pick<Stepped, 'state' | 'now'>, task: Task): boolean {
    return this.#isLost(state, task, now, true);
  }

  #isLost(state: State, task: Task, now: number, certainly: boolean): boolean {
    const instance = state.containerInstances.get(task.containerInstanceArn ?? '');
    if (instance === undefined || instance.disconnectedAt === null) return false;
    const away = now - instance.disconnectedAt;
    return away >= LOST / this.timeScale + (certainly ? 2 : -1);
  }

  #enter(state: State, task: Task | undefined, now: number): void {
    if (task === undefined) return;
    const { taskArn, serviceArn, containerInstanceArn } = task;
    if (this.serves(state, task, now, true)) this.#wereHealthy.add(taskArn);
    const gone = task.lastStatus === 'STOPPED';
    if (gone) this.tasks.delete(taskArn);
    else this.tasks.set(taskArn, task);
    keep(this.ofService, serviceArn, taskArn, !gone);
    keep(this.onInstance, containerInstanceArn, taskArn, !gone);
  }

  #all(arns: ReadonlySet<string> = new Set()): Task[] {
    return [...arns].flatMap((arn) => this.tasks.get(arn) ?? []);
  }
}

function keep(
  book: Map<string, Set<string>>,
  key: string | undefined,
  taskArn: string,
  there: boolean,
): void {
  if (key === undefined) return;
  const known = book.get(key) ?? new Set();
  book.set(key, known);
  if (there) known.add(taskArn);
  else known.delete(taskArn);
}

/** Names of the essential containers that have a health check. */
export const checkedContainers = ({ containerDefinitions }: TaskDefinition): string[] =>
  containerDefinitions.flatMap(({ name, essential, healthCheck }) => {
    const command = healthCheck?.command ?? ['NONE'];
    return name !== undefined && essential !== false && command[0] !== 'NONE' ? [name] : [];
  });
