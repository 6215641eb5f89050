import type { ContainerInstance, PlacementStrategy } from '../model/index.ts';
import { attributeValues } from './attribute-values.ts';
import type { Ledger } from './ledger.ts';

/** Instances that agree in the values of the first spreads, with the group's tasks on them. */
export interface Bucket {
  /** The buckets it is in, widest first, and itself. */
  readonly path: readonly Bucket[];
  readonly children: Map<string | undefined, Bucket>;
  tasks: number;
}

/** By what an instance is better than another: the less the better. */
type Criterion =
  /** Tasks in its bucket of that level, from 0. */
  | { readonly type: 'bucket'; readonly level: number }
  /** What is left of a resource. */
  | { readonly type: 'cpu' | 'memory' }
  /** Tasks of the group on it. */
  | { readonly type: 'tasks' };

/** The strategies of a request, ready to compare instances by. */
export interface Criteria {
  /** Below 0: `a` is better, above 0: `b` is, 0: the strategies do not tell. */
  compare(a: number, b: number): number;
  /** The buckets of an instance, widest first; one for each `spread` by attribute. */
  pathOf(index: number): readonly Bucket[];
  /** Whether there is any strategy but `random`. */
  readonly tells: boolean;
  /** Those that the strategies leave are to be chosen from at random. */
  readonly random: boolean;
  /** A task was placed there. */
  taken(index: number): void;
}

export function criteriaOf(ledger: Ledger, strategies: readonly PlacementStrategy[]): Criteria {
  const { criteria, fields, random } = readStrategies(strategies);
  const paths = fields.length > 0 ? pathsOf(ledger, fields) : [];
  const pathOf = (index: number): readonly Bucket[] => paths[index] ?? [];
  const value = (criterion: Criterion, index: number): number => {
    switch (criterion.type) {
      case 'bucket':
        return pathOf(index)[criterion.level]?.tasks ?? 0;
      case 'cpu':
        return ledger.cpuLeft(index);
      case 'memory':
        return ledger.memoryLeft(index);
      case 'tasks':
        return ledger.tasks(index);
    }
  };
  return {
    pathOf,
    tells: criteria.length > 0,
    random,
    compare(a, b) {
      for (const criterion of criteria) {
        const order = value(criterion, a) - value(criterion, b);
        if (order !== 0) return order;
      }
      return 0;
    },
    taken(index) {
      for (const bucket of pathOf(index)) bucket.tasks += 1;
    },
  };
}

function readStrategies(strategies: readonly PlacementStrategy[]) {
  const criteria: Criterion[] = [];
  const fields: string[] = [];
  let oneEach = false;
  for (const { type, field = '' } of strategies) {
    // What random leaves is one, on which no later strategy has a say.
    if (type === 'random') return { criteria, fields, random: true };
    if (type === 'binpack') {
      criteria.push({ type: field.toLowerCase() === 'cpu' ? 'cpu' : 'memory' });
    } else if (field === 'instanceId' || field === 'host') {
      criteria.push({ type: 'tasks' });
      oneEach = true;
    } else if (!oneEach) {
      // Behind a spread by instance every bucket would hold one instance, which has been counted.
      criteria.push({ type: 'bucket', level: fields.length });
      fields.push(field.replace(/^attribute:/, ''));
    }
  }
  return { criteria, fields, random: strategies.length === 0 };
}

/** Every candidate counts, also where no task fits any more. */
function pathsOf(ledger: Ledger, fields: readonly string[]): (readonly Bucket[])[] {
  const root: Bucket = { path: [], children: new Map(), tasks: 0 };
  const readers = fields.map(readerOf);
  return ledger.candidates.map(({ instance }, index) => {
    const tasks = ledger.tasks(index);
    let bucket = root;
    for (const read of readers) {
      bucket = childOf(bucket, read(instance));
      bucket.tasks += tasks;
    }
    return bucket.path;
  });
}

/** Not to have the attribute is told apart from having it without a value. */
const readerOf = (attribute: string): ((instance: ContainerInstance) => string | undefined) =>
  attribute === 'ecs.availability-zone'
    ? ({ availabilityZone }) => availabilityZone
    : (instance) => attributeValues(instance).get(attribute);

function childOf(parent: Bucket, value: string | undefined): Bucket {
  const known = parent.children.get(value);
  if (known !== undefined) return known;
  const path: Bucket[] = [...parent.path];
  const child: Bucket = { path, children: new Map(), tasks: 0 };
  path.push(child);
  parent.children.set(value, child);
  return child;
}
