import type { Chooser } from './choosers.ts';
import type { Bucket, Criteria } from './criteria.ts';
import { Heap } from './heap.ts';

/** The instances of a bucket that fit, best first, or its buckets by the best in each. */
interface Node {
  readonly parent: Node | undefined;
  readonly children: Heap<Node> | undefined;
  readonly instances: Heap<number>;
  best: number;
}

/**
 * Keeps the best instance at hand. Only the best one changes, and it is on top of every heap from
 * the root to its leaf; all that its change of place can move is below it. So a task costs
 * O(spreads × log instances).
 */
export class Tree implements Chooser {
  private readonly root: Node;

  constructor(
    private readonly criteria: Criteria,
    feasible: readonly number[],
  ) {
    this.root = this.build(feasible);
  }

  choose(): number | undefined {
    return this.root.best === NONE ? undefined : this.root.best;
  }

  taken(fits: boolean): void {
    let leaf = this.root;
    for (let next = leaf.children?.top(); next !== undefined; next = leaf.children?.top()) {
      leaf = next;
    }
    leaf.instances.topChanged(fits);
    leaf.best = leaf.instances.top() ?? NONE;
    for (let node = leaf.parent; node !== undefined; node = node.parent) {
      const changed = node.children?.top();
      node.children?.topChanged(changed?.best !== NONE);
      node.best = node.children?.top()?.best ?? NONE;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const order = this.criteria.compare(a, b);
    return order === 0 ? a < b : order < 0;
  }

  /** One level of buckets a call; where there are no more the instances themselves. */
  private build(feasible: readonly number[], level = 0, parent?: Node): Node {
    const buckets = new Map<Bucket, number[]>();
    const instances: number[] = [];
    for (const index of feasible) {
      const bucket = this.criteria.pathOf(index)[level];
      if (bucket === undefined) {
        instances.push(index);
        continue;
      }
      const members = buckets.get(bucket) ?? [];
      members.push(index);
      buckets.set(bucket, members);
    }
    const isBetter = (a: number, b: number) => this.isBefore(a, b);
    const isLeaf = buckets.size === 0;
    const node: Node = {
      parent,
      children: isLeaf ? undefined : new Heap<Node>((a, b) => isBetter(a.best, b.best)),
      instances: new Heap(isBetter, instances),
      best: NONE,
    };
    node.children?.fill(
      [...buckets.values()].map((members) => this.build(members, level + 1, node)),
    );
    node.best = (isLeaf ? node.instances.top() : node.children?.top()?.best) ?? NONE;
    return node;
  }
}

const NONE = -1;
