import { servicesConcerned } from './alarms/monitored.ts';
import { apply } from './apply.ts';
import { countsAlike } from './counts.ts';
import type { Effect } from './effects.ts';
import type { Env } from './env.ts';
import { loadBalancersConcerned, tasksConcerned } from './load-balancers/concerned.ts';
import type { Container, Task } from './model/task.ts';
import type { StateRecord } from './records.ts';
import { interfacesConcerned } from './security-groups/concerned.ts';
import type { State } from './state.ts';

export interface TargetNews {
  readonly serviceArn: string;
  readonly taskArn: string;
  readonly targetGroupArn: string;
  readonly verb: 'registered' | 'deregistered';
}

/**
 * One step under way: what it has recorded, what it wants of the engine, and which tasks and
 * services it has touched and must therefore look at before it ends.
 */
export class Transaction {
  readonly records: StateRecord[] = [];
  readonly effects: Effect[] = [];
  private readonly tasks = new Set<string>();
  private readonly services = new Set<string>();
  private readonly loadBalancers = new Set<string>();
  private readonly interfaces = new Set<string>();
  /** Targets that services registered and deregistered in this step; its events count them. */
  readonly targetNews: TargetNews[] = [];

  constructor(
    readonly state: State,
    readonly env: Env,
  ) {}

  /** Takes the record into the state; who is concerned by it will be looked at. */
  emit(record: StateRecord): void {
    const before = record.type === 'TaskChanged' ? this.state.tasks.get(record.taskArn) : undefined;
    for (const arn of loadBalancersConcerned(this.state, record)) this.loadBalancers.add(arn);
    for (const arn of tasksConcerned(this.state, record)) this.tasks.add(arn);
    for (const arn of servicesConcerned(this.state, record)) this.services.add(arn);
    const concerned = interfacesConcerned(this.state, record);
    apply(this.state, record);
    for (const arn of concerned()) this.interfaces.add(arn);
    this.records.push(record);
    switch (record.type) {
      case 'TaskCreated':
        this.tasks.add(record.task.taskArn);
        this.touchServiceOf(record.task);
        break;
      case 'TaskChanged':
        this.tasks.add(record.taskArn);
        if (before !== undefined) this.taskChanged(before, this.task(record.taskArn));
        break;
      case 'ContainerChanged':
        this.tasks.add(record.taskArn);
        break;
      case 'ServiceCreated':
        this.services.add(record.service.serviceArn);
        break;
      case 'ServiceChanged':
        this.services.add(record.serviceArn);
        break;
      case 'ContainerInstancePut':
        this.capacityChanged(record.containerInstance.clusterArn);
        break;
      case 'ContainerInstanceChanged': {
        const changed = this.state.containerInstances.get(record.containerInstanceArn);
        if (changed !== undefined) this.capacityChanged(changed.clusterArn);
        break;
      }
    }
  }

  /** A service need not look at a task that it counts as before. */
  private taskChanged(before: Task, task: Task): void {
    if (!countsAlike(before, task) || before.protectedUntil !== task.protectedUntil) {
      this.touchServiceOf(task);
    }
    if (task.containerInstanceArn !== undefined && task.lastStatus === 'STOPPED') {
      this.capacityChanged(task.clusterArn);
    }
  }

  private touchServiceOf({ serviceArn }: Task): void {
    if (serviceArn !== undefined) this.services.add(serviceArn);
  }

  /** Who waits for room in the cluster looks again. */
  private capacityChanged(clusterArn: string): void {
    for (const service of this.state.servicesAwaitingCapacity.get(clusterArn) ?? []) {
      this.services.add(service);
    }
  }

  perform(effect: Effect): void {
    this.effects.push(effect);
  }

  /** These come before all that was asked of the engine so far. */
  performFirst(effects: readonly Effect[]): void {
    this.effects.unshift(...effects);
  }

  touchTask(taskArn: string): void {
    this.tasks.add(taskArn);
  }

  touchService(serviceArn: string): void {
    this.services.add(serviceArn);
  }

  touchLoadBalancer(loadBalancerArn: string): void {
    this.loadBalancers.add(loadBalancerArn);
  }

  touchInterface(arn: string): void {
    this.interfaces.add(arn);
  }

  /** ARNs of tasks, instances and load balancers whose traffic may be allowed otherwise now. */
  get touchedInterfaces(): ReadonlySet<string> {
    return this.interfaces;
  }

  /** Those that must be told what they are to do now. */
  get touchedLoadBalancers(): ReadonlySet<string> {
    return this.loadBalancers;
  }

  /**
   * Looks at all that was touched, until nothing is any more. Tasks first: a service is looked at
   * when all that is known of its tasks is settled.
   */
  settle(task: (taskArn: string) => void, service: (serviceArn: string) => void): void {
    for (;;) {
      // What is touched meanwhile, this one too, comes later in the same loop.
      for (const taskArn of this.tasks) {
        this.tasks.delete(taskArn);
        task(taskArn);
      }
      const [serviceArn] = this.services;
      if (serviceArn === undefined) return;
      this.services.delete(serviceArn);
      service(serviceArn);
    }
  }

  changeTask(task: Task, change: Partial<Task>): Task {
    this.emit({ type: 'TaskChanged', taskArn: task.taskArn, change });
    return this.task(task.taskArn);
  }

  changeContainer(task: Task, name: string, change: Partial<Container>): Task {
    this.emit({ type: 'ContainerChanged', taskArn: task.taskArn, name, change });
    return this.task(task.taskArn);
  }

  private task(arn: string): Task {
    const task = this.state.tasks.get(arn);
    if (task === undefined) throw new Error(`Task ${arn} left the state within a step`);
    return task;
  }
}
