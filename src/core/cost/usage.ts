import { nameOf, scopeOf } from '../arn.ts';
import type { Instance, LaunchType, Task, TaskDefinition } from '../model/index.ts';
import type { StateRecord } from '../records.ts';
import type { Run } from './periods.ts';
import { type Architecture, FARGATE_STORAGE_INCLUDED } from './prices.ts';

/** What a task reserved while it ran: from the start of the image pull until it was STOPPED. */
export interface TaskUsage extends Run {
  readonly taskArn: string;
  readonly clusterArn: string;
  readonly family: string;
  /** Name; null: it belongs to none. */
  readonly service: string | null;
  readonly launchType: LaunchType;
  readonly spot: boolean;
  readonly architecture: Architecture;
  /** CPU units, 1024 a vCPU. */
  readonly cpu: number;
  readonly memoryMiB: number;
  readonly ephemeralGiB: number;
  /** The EC2 instance that bore it, and through which it is paid; null: Fargate, or not known. */
  readonly instanceArn: string | null;
}

/** One stretch in which an instance was running. */
export interface InstanceUsage extends Run {
  readonly instanceArn: string;
  readonly instanceType: string;
  readonly spot: boolean;
  readonly availabilityZone: string;
  /** The cluster it last registered in; null: in none. */
  readonly clusterArn: string | null;
}

/** What ran. */
export interface Usage {
  readonly tasks: readonly TaskUsage[];
  readonly instances: readonly InstanceUsage[];
}

/** One commit of the journal. */
interface Commit {
  readonly sequence: number;
  readonly time: number;
  readonly records: readonly StateRecord[];
}

type Entry = Omit<TaskUsage, 'from'> & { readonly from: number | null };

/**
 * What ran, gathered from the journal: fold each commit once, in order. The first may stand for
 * all before it (a snapshot): then tasks and instances forgotten before are missing, and `since`
 * says from when on nothing is. A commit that repeats what is known changes nothing.
 */
export class Ledger {
  #since: number | undefined;
  #sequence = 0;
  readonly #definitions = new Map<string, Pick<Entry, 'architecture' | 'ephemeralGiB'>>();
  readonly #tasks = new Map<string, Entry>();
  readonly #instances = new Map<string, Instance>();
  /** Cluster and EC2 instance of each container instance, and the other way round. */
  readonly #instanceOf = new Map<string, string>();
  readonly #clusterOf = new Map<string, string>();

  /** Complete from then on (ms since the epoch); undefined: since ever. */
  get since(): number | undefined {
    return this.#since;
  }

  /** Of the last commit folded; 0: none yet. */
  get sequence(): number {
    return this.#sequence;
  }

  fold({ sequence, time, records }: Commit): void {
    if (this.#sequence === 0 && sequence > 1) this.#since = time;
    this.#sequence = sequence;
    for (const record of records) this.#take(record, time);
  }

  /** In one account, or of one cluster of it (by name, in all regions). */
  usage(account: string, cluster?: string): Usage {
    const wanted = (arn: string, clusterArn: string | null): boolean =>
      scopeOf(arn).account === account &&
      (cluster === undefined || (clusterArn !== null && nameOf(clusterArn) === cluster));
    const tasks: TaskUsage[] = [];
    for (const entry of this.#tasks.values()) {
      const { from } = entry;
      if (from !== null && wanted(entry.taskArn, entry.clusterArn)) tasks.push({ ...entry, from });
    }
    const instances: InstanceUsage[] = [];
    for (const {
      instanceArn,
      instanceType,
      spot,
      availabilityZone,
      runs,
    } of this.#instances.values()) {
      const clusterArn = this.#clusterOf.get(instanceArn) ?? null;
      if (!wanted(instanceArn, clusterArn)) continue;
      for (const { from, to } of runs) {
        instances.push({ instanceArn, instanceType, spot, availabilityZone, clusterArn, from, to });
      }
    }
    return { tasks, instances };
  }

  #take(record: StateRecord, time: number): void {
    switch (record.type) {
      case 'TaskDefinitionPut':
        this.#definitions.set(
          record.taskDefinition.taskDefinitionArn,
          priced(record.taskDefinition),
        );
        break;
      case 'TaskCreated':
        this.#tasks.set(record.task.taskArn, this.#entryOf(record.task));
        break;
      case 'TaskChanged': {
        const entry = this.#tasks.get(record.taskArn);
        if (entry === undefined) break;
        const from = entry.from ?? begun(record.change);
        const to = entry.to ?? record.change.stoppedAt ?? null;
        if (from !== entry.from || to !== entry.to)
          this.#tasks.set(record.taskArn, { ...entry, from, to });
        break;
      }
      case 'TaskForgotten': {
        const entry = this.#tasks.get(record.taskArn);
        if (entry !== undefined && entry.to === null)
          this.#tasks.set(record.taskArn, { ...entry, to: time });
        break;
      }
      case 'InstancePut':
        this.#instances.set(record.instance.instanceArn, record.instance);
        break;
      case 'InstanceForgotten': {
        const instance = this.#instances.get(record.instanceArn);
        if (instance === undefined) break;
        const runs = instance.runs.map(({ from, to }) => ({ from, to: to ?? time }));
        this.#instances.set(record.instanceArn, { ...instance, runs });
        break;
      }
      case 'ContainerInstancePut': {
        const { containerInstanceArn, clusterArn, instanceArn } = record.containerInstance;
        if (instanceArn === undefined) break;
        this.#instanceOf.set(containerInstanceArn, instanceArn);
        this.#clusterOf.set(instanceArn, clusterArn);
        break;
      }
    }
  }

  #entryOf(task: Task): Entry {
    const definition = this.#definitions.get(task.taskDefinitionArn);
    return {
      taskArn: task.taskArn,
      clusterArn: task.clusterArn,
      family: nameOf(task.taskDefinitionArn).replace(/:\d+$/, ''),
      service: task.serviceArn === undefined ? null : nameOf(task.serviceArn),
      launchType: task.launchType,
      spot: task.capacityProviderName === 'FARGATE_SPOT',
      architecture: definition?.architecture ?? 'X86_64',
      cpu: Number(task.cpu),
      memoryMiB: Number(task.memory),
      ephemeralGiB: definition?.ephemeralGiB ?? FARGATE_STORAGE_INCLUDED,
      instanceArn: this.#instanceOf.get(task.containerInstanceArn ?? '') ?? null,
      from: begun(task),
      to: task.stoppedAt ?? null,
    };
  }
}

/** AWS: from when the image begins to be pulled; a task that came up without a pull, from its start. */
const begun = ({ pullStartedAt, startedAt }: Partial<Task>): number | null =>
  pullStartedAt ?? startedAt ?? null;

const priced = (definition: TaskDefinition): Pick<Entry, 'architecture' | 'ephemeralGiB'> => ({
  architecture: definition.runtimePlatform?.cpuArchitecture ?? 'X86_64',
  ephemeralGiB: ephemeralGiB(definition) ?? FARGATE_STORAGE_INCLUDED,
});

/** The member travels with a definition untouched. */
const ephemeralGiB = (definition: object): number | undefined => {
  if (!('ephemeralStorage' in definition)) return undefined;
  const { ephemeralStorage } = definition;
  return typeof ephemeralStorage === 'object' &&
    ephemeralStorage !== null &&
    'sizeInGiB' in ephemeralStorage &&
    typeof ephemeralStorage.sizeInGiB === 'number'
    ? ephemeralStorage.sizeInGiB
    : undefined;
};
