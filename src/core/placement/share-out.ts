import type { CapacityProviderStrategyItem } from '../model/index.ts';

/**
 * How many of `count` new tasks go to each capacity provider (AWS: CapacityProviderStrategyItem):
 * first so many that each has its base, then such that what is beyond the bases stands in
 * proportion to the weights; `already`: tasks that each provider has. In the order of the strategy,
 * which also decides between equals. The weight of one alone makes no difference, not even 0. The
 * answer's counts are above 0.
 */
export function shareOut(
  strategy: readonly CapacityProviderStrategyItem[],
  count: number,
  already: ReadonlyMap<string, number>,
): Map<string, number> {
  const shares = strategy.map(({ capacityProvider = '', base = 0, weight = 0 }) => ({
    name: capacityProvider,
    base,
    weight: strategy.length === 1 ? 1 : weight,
    has: already.get(capacityProvider) ?? 0,
    gets: 0,
  }));
  for (let n = 0; n < count; n += 1) {
    const belowBase = shares.find(({ has, gets, base }) => has + gets < base);
    const share = belowBase ?? furthestBehind(shares.filter(({ weight }) => weight > 0));
    if (share === undefined) break;
    share.gets += 1;
  }
  return new Map(shares.filter(({ gets }) => gets > 0).map(({ name, gets }) => [name, gets]));
}

interface Share {
  readonly base: number;
  readonly weight: number;
  readonly has: number;
  readonly gets: number;
}

/** The one that, with one task more, would have the least for its weight. */
function furthestBehind<S extends Share>(shares: readonly S[]): S | undefined {
  const [first, ...rest] = shares;
  if (first === undefined) return undefined;
  const after = ({ has, gets, base, weight }: Share): number => (has + gets - base + 1) / weight;
  return rest.reduce((best, share) => (after(share) < after(best) ? share : best), first);
}
