import type { PlacementStrategy } from '../model/index.ts';
import { attributeValues } from './attribute-values.ts';
import type { Ledger } from './ledger.ts';
import type { Candidate } from './place.ts';

/** Instances that agree in the values of the first spreads, with the group's tasks on them. */
export interface Bucket {
  readonly parent: Bucket | undefined;
  readonly children: Map<string, Bucket>;
  tasks: number;
}

/** By what an instance is better than another: the less the better. */
type Criterion =
  /** Tasks in its bucket of that level, from 0. */
  | { readonly type: 'bucket'; readonly level: number }
  /** A number of its own. */
  | { readonly type: 'own'; readonly values: Float64Array };

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
  const { criteria, fields, random } = readStrategies(ledger, strategies);
  const paths = fields.length > 0 ? pathsOf(ledger, fields) : [];
  const pathOf = (index: number): readonly Bucket[] => paths[index] ?? [];
  const value = (criterion: Criterion, index: number): number =>
    criterion.type === 'own'
      ? (criterion.values[index] ?? 0)
      : (pathOf(index)[criterion.level]?.tasks ?? 0);
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

function readStrategies(ledger: Ledger, strategies: readonly PlacementStrategy[]) {
  const criteria: Criterion[] = [];
  const fields: string[] = [];
  let oneEach = false;
  for (const { type, field = '' } of strategies) {
    // What random leaves is one, on which no later strategy has a say.
    if (type === 'random') return { criteria, fields, random: true };
    if (type === 'binpack') {
      const values = field.toLowerCase() === 'cpu' ? ledger.cpu : ledger.memoryMiB;
      criteria.push({ type: 'own', values });
    } else if (field === 'instanceId' || field === 'host') {
      criteria.push({ type: 'own', values: ledger.tasks });
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
  const root: Bucket = { parent: undefined, children: new Map(), tasks: 0 };
  const pathOfLeaf = new Map<Bucket, readonly Bucket[]>();
  return ledger.candidates.map((candidate, index) => {
    const tasks = ledger.tasks[index] ?? 0;
    let bucket = root;
    for (const field of fields) {
      bucket = childOf(bucket, valueOf(candidate, field));
      bucket.tasks += tasks;
    }
    const path = pathOfLeaf.get(bucket) ?? upFrom(bucket);
    pathOfLeaf.set(bucket, path);
    return path;
  });
}

/** '=' keeps an attribute without a value apart from none at all. */
function valueOf({ instance }: Candidate, attribute: string): string {
  if (attribute === 'ecs.availability-zone') return instance.availabilityZone;
  const value = attributeValues(instance).get(attribute);
  return value === undefined ? '' : `=${value}`;
}

function childOf(parent: Bucket, value: string): Bucket {
  const known = parent.children.get(value);
  if (known !== undefined) return known;
  const child: Bucket = { parent, children: new Map(), tasks: 0 };
  parent.children.set(value, child);
  return child;
}

/** The root aside. */
function upFrom(leaf: Bucket): readonly Bucket[] {
  const path: Bucket[] = [];
  for (let one = leaf; one.parent !== undefined; one = one.parent) path.unshift(one);
  return path;
}
