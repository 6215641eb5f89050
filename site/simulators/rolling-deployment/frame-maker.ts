import { nameOf } from '../../../src/core/arn.ts';
import { liveOf } from '../../../src/core/counts.ts';
import type { Deployment, Service, Task } from '../../../src/core/model/index.ts';
import type { RunningService } from './cluster-setup.ts';
import {
  type Counts,
  type DeploymentFrame,
  type EventFrame,
  eventFrame,
  type Frame,
  statusOf,
  type TaskFrame,
} from './frame.ts';

/** Looks at the state of a virtual cluster and says what a person would see. */
export class FrameMaker {
  /** Places on the instances that are taken, by task. */
  readonly #slots = new Map<string, { readonly instance: number; readonly slot: number }>();
  #lastEvent: string | undefined;

  constructor(
    private readonly service: RunningService,
    /** When the deployment begins; milliseconds since the epoch. */
    private readonly start: number,
  ) {}

  look(): Frame {
    const { state, clock } = this.service.cluster;
    const service = this.#service();
    const all = [...(state.tasksByCluster.get(this.service.clusterArn) ?? [])].flatMap(
      (arn) => state.tasks.get(arn) ?? [],
    );
    const there = all.filter(({ lastStatus }) => lastStatus !== 'STOPPED');
    return {
      time: (clock.now() - this.start) / 1000,
      tasks: this.#place(there),
      counts: countsOf(all),
      deployments: service.deployments.map(deploymentFrame),
      events: this.#newEvents(service),
    };
  }

  /** What floor and ceiling are about, at this very step. */
  totals(): { readonly healthy: number; readonly live: number } {
    const { state } = this.service.cluster;
    const ids = state.deploymentsByService.get(this.service.serviceArn) ?? [];
    let [healthy, live] = [0, 0];
    for (const id of ids) {
      const tasks = state.tasksByDeployment.get(id);
      if (tasks === undefined) continue;
      healthy += tasks.healthy.size;
      live += liveOf(tasks);
    }
    return { healthy, live };
  }

  #service(): Service {
    const service = this.service.cluster.state.services.get(this.service.serviceArn);
    if (service === undefined) throw new Error('The service of the simulator is gone.');
    return service;
  }

  #place(tasks: readonly Task[]): TaskFrame[] {
    const arns = new Set(tasks.map(({ taskArn }) => taskArn));
    for (const gone of this.#slots.keys()) if (!arns.has(gone)) this.#slots.delete(gone);
    return tasks.map((task) => ({
      id: nameOf(task.taskArn),
      revision: revisionOf(task),
      generation: generationOf(task),
      ...this.#slotOf(task),
      status: statusOf(task),
      healthStatus: task.healthStatus,
      failed: endedByItself(task),
    }));
  }

  #slotOf({ taskArn, containerInstanceArn = '' }: Task) {
    const known = this.#slots.get(taskArn);
    if (known !== undefined) return known;
    const instance = this.service.instanceIndex.get(containerInstanceArn) ?? 0;
    const taken = new Set(
      [...this.#slots.values()].flatMap((one) => (one.instance === instance ? one.slot : [])),
    );
    let slot = 0;
    while (taken.has(slot)) slot += 1;
    const place = { instance, slot };
    this.#slots.set(taskArn, place);
    return place;
  }

  #newEvents({ events }: Service): EventFrame[] {
    const seen = events.findIndex(({ id }) => id === this.#lastEvent);
    const fresh = seen === -1 ? events : events.slice(0, seen);
    this.#lastEvent = events[0]?.id;
    return fresh.map((event) => eventFrame(event, this.start)).reverse();
  }
}

const revisionOf = ({ taskDefinitionArn }: Task): number =>
  Number(taskDefinitionArn.slice(taskDefinitionArn.lastIndexOf(':') + 1));

const generationOf = (task: Task): TaskFrame['generation'] =>
  revisionOf(task) === 1 ? 'old' : 'new';

const endedByItself = ({ stopCode }: Task): boolean =>
  stopCode === 'EssentialContainerExited' || stopCode === 'TaskFailedToStart';

const countsOf = (tasks: readonly Task[]): Counts => {
  const there = tasks.filter(({ lastStatus }) => lastStatus !== 'STOPPED');
  const count = (generation: TaskFrame['generation'], holds: (task: Task) => boolean) =>
    there.filter((task) => generationOf(task) === generation && holds(task)).length;
  const running = (task: Task) => statusOf(task) === 'RUNNING';
  const pending = (task: Task) => statusOf(task) === 'PENDING';
  const healthy = (task: Task) => running(task) && task.readiness === 'HEALTHY';
  return {
    oldRunning: count('old', running),
    newRunning: count('new', running),
    oldHealthy: count('old', healthy),
    newHealthy: count('new', healthy),
    oldPending: count('old', pending),
    newPending: count('new', pending),
    stopping: there.filter((task) => statusOf(task) === 'STOPPING').length,
    failed: tasks.filter((task) => generationOf(task) === 'new' && endedByItself(task)).length,
  };
};

const deploymentFrame = ({
  id,
  status,
  taskDefinition,
  rolloutState,
}: Deployment): DeploymentFrame => ({
  id,
  status,
  revision: Number(taskDefinition.slice(taskDefinition.lastIndexOf(':') + 1)),
  rolloutState,
});
