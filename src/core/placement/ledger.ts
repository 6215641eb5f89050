import { type Lacks, lacksAttributes } from './attribute-values.ts';
import type { Candidate, PlacementRequest, RefusalReason } from './place.ts';
import { parseQuery, type Query } from './query.ts';

/**
 * What is left of each instance while the tasks of one request are placed. Instances are named by
 * their place among the candidates. Answers why one cannot take another task of the request.
 */
export class Ledger {
  /** How many tasks of this request each instance has been given. */
  private readonly placed: number[];
  private readonly distinct: boolean;
  private readonly lacksAttribute: Lacks;
  private readonly queries: readonly Query[];

  constructor(
    readonly candidates: readonly Candidate[],
    readonly request: PlacementRequest,
  ) {
    this.placed = new Array<number>(candidates.length).fill(0);
    this.distinct = request.constraints.some(({ type }) => type === 'distinctInstance');
    this.lacksAttribute = lacksAttributes(request.requiredAttributes);
    this.queries = request.constraints.flatMap(({ type, expression }) =>
      type === 'memberOf' ? [parseQuery(expression ?? '')] : [],
    );
  }

  /** Notes that a task of the request goes there. */
  take(index: number): void {
    this.placed[index] = this.placedOn(index) + 1;
  }

  /** CPU units that no task has taken. */
  cpuLeft(index: number): number {
    const candidate = this.candidates[index];
    if (candidate === undefined) return 0;
    const { instance, load } = candidate;
    return instance.registered.cpu - load.cpu - this.placedOn(index) * this.request.needs.cpu;
  }

  /** MiB that no task has taken. */
  memoryLeft(index: number): number {
    const candidate = this.candidates[index];
    if (candidate === undefined) return 0;
    const { registered } = candidate.instance;
    const { needs } = this.request;
    return registered.memoryMiB - candidate.load.memoryMiB - this.placedOn(index) * needs.memoryMiB;
  }

  /** Tasks of the group, with those that this request placed. */
  tasks(index: number): number {
    const before = this.candidates[index]?.load.groups.get(this.request.group) ?? 0;
    return before + this.placedOn(index);
  }

  /** Where one more task fits, in the order of registration. */
  feasible(): number[] {
    const feasible: number[] = [];
    for (let index = 0; index < this.candidates.length; index += 1) {
      if (this.refuses(index) === undefined) feasible.push(index);
    }
    return feasible;
  }

  /** The first reason against one more task there; undefined: it fits. */
  refuses(index: number): RefusalReason | undefined {
    const candidate = this.candidates[index];
    if (candidate === undefined || !candidate.instance.agentConnected) return 'AGENT';
    if (this.lacksCpu(index)) return 'RESOURCE:CPU';
    if (this.lacksMemory(index)) return 'RESOURCE:MEMORY';
    if (this.portsAreTaken(candidate, index)) return 'RESOURCE:PORTS';
    if (this.lacksNetworkInterfaces(candidate, index)) return 'RESOURCE:ENI';
    if (this.lacksGpus(candidate, index)) return 'RESOURCE:GPU';
    if (this.isElsewhere(candidate)) return 'LOCATION';
    if (this.lacksAttribute(candidate.instance)) return 'ATTRIBUTE';
    if (this.hasOneOfTheGroup(index)) return 'distinctInstance';
    return this.isNoMember(candidate, index) ? 'memberOf' : undefined;
  }

  private placedOn(index: number): number {
    return this.placed[index] ?? 0;
  }

  private lacksCpu(index: number): boolean {
    return this.cpuLeft(index) < this.request.needs.cpu;
  }

  private lacksMemory(index: number): boolean {
    return this.memoryLeft(index) < this.request.needs.memoryMiB;
  }

  private portsAreTaken({ instance, load }: Candidate, index: number): boolean {
    const { ports } = this.request.needs;
    if (ports.length === 0) return false;
    if (this.placedOn(index) > 0) return true;
    return ports.some((port) => load.ports.has(port) || instance.registered.ports.includes(port));
  }

  /** Who asks for none is not in the way of an instance that has too few already. */
  private lacksNetworkInterfaces({ instance, load }: Candidate, index: number): boolean {
    const needed = this.request.needs.networkInterfaces;
    const taken = load.networkInterfaces + this.placedOn(index) * needed;
    return needed > 0 && instance.registered.networkInterfaces - taken < needed;
  }

  private lacksGpus({ instance, load }: Candidate, index: number): boolean {
    const needed = this.request.needs.gpus;
    return (
      needed > 0 && instance.registered.gpus - load.gpus - this.placedOn(index) * needed < needed
    );
  }

  private isElsewhere({ instance }: Candidate): boolean {
    const { zones } = this.request;
    return zones !== undefined && !zones.has(instance.availabilityZone);
  }

  private hasOneOfTheGroup(index: number): boolean {
    return this.distinct && this.tasks(index) > 0;
  }

  private isNoMember(candidate: Candidate, index: number): boolean {
    if (this.queries.length === 0) return false;
    const seen = this.asItStands(candidate, index);
    return !this.queries.every((query) => query(seen));
  }

  /** The candidate with what this request placed there, for queries about groups. */
  private asItStands(candidate: Candidate, index: number): Candidate {
    if (this.placedOn(index) === 0) return candidate;
    const groups = new Map(candidate.load.groups).set(this.request.group, this.tasks(index));
    return { instance: candidate.instance, load: { ...candidate.load, groups } };
  }
}
