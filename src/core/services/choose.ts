import type { Task } from '../model/index.ts';
import type { State } from '../state.ts';

/** Chooses which tasks go. Protected ones are passed over (AWS: UpdateTaskProtection). */
export class Chooser {
  /** When the first of those passed over is protected no more; null: never, or none was. */
  protectionEnds: number | null = null;

  constructor(
    private readonly state: State,
    private readonly now: number,
  ) {}

  /** The first `n`. */
  oldestFirst(tasks: ReadonlySet<string>, n: number): string[] {
    const taken: string[] = [];
    for (const taskArn of tasks) {
      if (taken.length >= n) break;
      if (this.free(taskArn) !== undefined) taken.push(taskArn);
    }
    return taken;
  }

  /** The first `n` whose end leaves room for others: not those on an instance that takes none. */
  freesRoom(tasks: ReadonlySet<string>, n: number): string[] {
    const useful = [...tasks].filter((taskArn) => {
      const { containerInstanceArn } = this.state.tasks.get(taskArn) ?? {};
      const instance = this.state.containerInstances.get(containerInstanceArn ?? '');
      return instance === undefined || (instance.agentConnected && instance.status === 'ACTIVE');
    });
    return this.oldestFirst(new Set(useful), n);
  }

  /**
   * `n` tasks, each from the zone with the most of them, and there from the container instance with
   * the most; of these the newest (AWS: Amazon ECS services, scaling in).
   */
  inScaleInOrder(tasks: ReadonlySet<string>, n: number): string[] {
    const zones = new Map<string, Map<string, string[]>>();
    for (const taskArn of tasks) {
      const task = this.free(taskArn);
      if (task === undefined) continue;
      const instances = zones.get(task.availabilityZone) ?? new Map<string, string[]>();
      zones.set(task.availabilityZone, instances);
      const instance = task.containerInstanceArn ?? taskArn;
      const there = instances.get(instance);
      if (there === undefined) instances.set(instance, [taskArn]);
      else there.push(taskArn);
    }
    const createdAt = (taskArn: string): number => this.state.tasks.get(taskArn)?.createdAt ?? 0;
    for (const instances of zones.values()) {
      for (const there of instances.values()) there.sort((a, b) => createdAt(a) - createdAt(b));
    }
    const taken: string[] = [];
    while (taken.length < n) {
      const instances = most(zones.values(), tasksIn);
      const there = most(instances?.values() ?? [], ({ length }) => length);
      const taskArn = there?.pop();
      if (taskArn === undefined) break;
      taken.push(taskArn);
    }
    return taken;
  }

  /** The task, unless it is protected now. */
  free(taskArn: string): Task | undefined {
    const task = this.state.tasks.get(taskArn);
    const until = task?.protectedUntil;
    if (until === undefined || (until !== null && until <= this.now)) return task;
    if (until !== null) this.protectionEnds = Math.min(this.protectionEnds ?? until, until);
    return undefined;
  }
}

const tasksIn = (instances: ReadonlyMap<string, readonly string[]>): number => {
  let sum = 0;
  for (const tasks of instances.values()) sum += tasks.length;
  return sum;
};

/** The first of those with the highest value, if that is not 0. */
function most<T>(items: Iterable<T>, value: (item: T) => number): T | undefined {
  let best: T | undefined;
  let highest = 0;
  for (const item of items) {
    const its = value(item);
    if (its <= highest) continue;
    best = item;
    highest = its;
  }
  return best;
}
