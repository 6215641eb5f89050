import type { Attribute } from '../model/index.ts';
import { attributeValues } from './attribute-values.ts';
import type { Candidate, PlacementRequest, RefusalReason } from './place.ts';
import { parseQuery, type Query } from './query.ts';

/**
 * What is left of each instance while the tasks of one request are placed. Instances are named by
 * their place among the candidates. Answers why one cannot take another task of the request.
 */
export class Ledger {
  readonly cpu: Float64Array;
  readonly memoryMiB: Float64Array;
  /** Tasks of the group, with those that this request placed. */
  readonly tasks: Float64Array;
  private readonly networkInterfaces: Float64Array;
  private readonly gpus: Float64Array;
  private readonly placed: Float64Array;
  private readonly distinct: boolean;
  private readonly queries: readonly Query[];

  constructor(
    readonly candidates: readonly Candidate[],
    readonly request: PlacementRequest,
  ) {
    const { length } = candidates;
    this.cpu = new Float64Array(length);
    this.memoryMiB = new Float64Array(length);
    this.tasks = new Float64Array(length);
    this.networkInterfaces = new Float64Array(length);
    this.gpus = new Float64Array(length);
    this.placed = new Float64Array(length);
    this.distinct = request.constraints.some(({ type }) => type === 'distinctInstance');
    this.queries = request.constraints.flatMap(({ type, expression }) =>
      type === 'memberOf' ? [parseQuery(expression ?? '')] : [],
    );
    for (let index = 0; index < length; index += 1) {
      const candidate = candidates[index];
      if (candidate === undefined) break;
      const { registered } = candidate.instance;
      const { load } = candidate;
      this.cpu[index] = registered.cpu - load.cpu;
      this.memoryMiB[index] = registered.memoryMiB - load.memoryMiB;
      this.networkInterfaces[index] = registered.networkInterfaces - load.networkInterfaces;
      this.gpus[index] = registered.gpus - load.gpus;
      this.tasks[index] = load.groups.get(request.group) ?? 0;
    }
  }

  /** Notes that a task of the request goes there. */
  take(index: number): void {
    const { needs } = this.request;
    addTo(this.cpu, index, -needs.cpu);
    addTo(this.memoryMiB, index, -needs.memoryMiB);
    addTo(this.networkInterfaces, index, -needs.networkInterfaces);
    addTo(this.gpus, index, -needs.gpus);
    addTo(this.tasks, index, 1);
    addTo(this.placed, index, 1);
  }

  /** The first reason against one more task there; undefined: it fits. */
  refuses(index: number): RefusalReason | undefined {
    const candidate = this.candidates[index];
    if (candidate === undefined || !candidate.instance.agentConnected) return 'AGENT';
    if (this.lacksCpu(index)) return 'RESOURCE:CPU';
    if (this.lacksMemory(index)) return 'RESOURCE:MEMORY';
    if (this.portsAreTaken(candidate, index)) return 'RESOURCE:PORTS';
    if (this.lacksNetworkInterfaces(index)) return 'RESOURCE:ENI';
    if (this.lacksGpus(index)) return 'RESOURCE:GPU';
    if (this.isElsewhere(candidate)) return 'LOCATION';
    if (lacksAttribute(candidate, this.request.requiredAttributes)) return 'ATTRIBUTE';
    if (this.hasOneOfTheGroup(index)) return 'distinctInstance';
    return this.isNoMember(candidate, index) ? 'memberOf' : undefined;
  }

  private lacksCpu(index: number): boolean {
    return at(this.cpu, index) < this.request.needs.cpu;
  }

  private lacksMemory(index: number): boolean {
    return at(this.memoryMiB, index) < this.request.needs.memoryMiB;
  }

  private portsAreTaken({ instance, load }: Candidate, index: number): boolean {
    const { ports } = this.request.needs;
    if (ports.length === 0) return false;
    if (at(this.placed, index) > 0) return true;
    return ports.some((port) => load.ports.has(port) || instance.registered.ports.includes(port));
  }

  /** Who asks for none is not in the way of an instance that has too few already. */
  private lacksNetworkInterfaces(index: number): boolean {
    const { networkInterfaces } = this.request.needs;
    return networkInterfaces > 0 && at(this.networkInterfaces, index) < networkInterfaces;
  }

  private lacksGpus(index: number): boolean {
    const { gpus } = this.request.needs;
    return gpus > 0 && at(this.gpus, index) < gpus;
  }

  private isElsewhere({ instance }: Candidate): boolean {
    const { zones } = this.request;
    return zones !== undefined && !zones.has(instance.availabilityZone);
  }

  private hasOneOfTheGroup(index: number): boolean {
    return this.distinct && at(this.tasks, index) > 0;
  }

  private isNoMember(candidate: Candidate, index: number): boolean {
    if (this.queries.length === 0) return false;
    const seen = this.asItStands(candidate, index);
    return !this.queries.every((query) => query(seen));
  }

  /** The candidate with what this request placed there, for queries about groups. */
  private asItStands(candidate: Candidate, index: number): Candidate {
    if (at(this.placed, index) === 0) return candidate;
    const { group } = this.request;
    const groups = new Map(candidate.load.groups).set(group, at(this.tasks, index));
    return { instance: candidate.instance, load: { ...candidate.load, groups } };
  }
}

const at = (values: Float64Array, index: number): number => values[index] ?? 0;

const addTo = (values: Float64Array, index: number, change: number): void => {
  values[index] = at(values, index) + change;
};

/** Lists on both sides never change, so what was found once holds. */
function lacksAttribute({ instance }: Candidate, required: readonly Attribute[]): boolean {
  if (required.length === 0) return false;
  const verdicts = lacking.get(required) ?? new WeakMap<readonly Attribute[], boolean>();
  lacking.set(required, verdicts);
  const known = verdicts.get(instance.attributes);
  if (known !== undefined) return known;
  const values = attributeValues(instance);
  const lacks = required.some(({ name, value }) => {
    const has = values.get(name);
    return has === undefined || (value !== undefined && has !== value);
  });
  verdicts.set(instance.attributes, lacks);
  return lacks;
}

const lacking = new WeakMap<readonly Attribute[], WeakMap<readonly Attribute[], boolean>>();
