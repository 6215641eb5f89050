import type { ContainerSpec } from '../../src/core/effects.ts';
import type { Behaviour, BehaviourSource } from '../../src/engines/simulated/behaviour.ts';
import type { Random } from './random.ts';

/** Images that serve well once nothing disturbs them, and images that never will. */
export const GOOD_IMAGES = ['cats', 'slow', 'stubborn', 'crashy', 'fading'] as const;
export const BAD_IMAGES = ['missing', 'exits', 'sick'] as const;

const SICK = { healthyAfter: Number.POSITIVE_INFINITY };

/**
 * `disturbed`: whether faults may still happen; asked anew for each container. Those that end by
 * themselves do so before any time scale counts them as healthy.
 */
export function behaviours(
  random: Random,
  timeScale: number,
  disturbed: () => boolean,
): Readonly<Record<string, BehaviourSource>> {
  const calm = (): Behaviour => ({ start: random.between(1, 3_000) });
  const sometimes = (behaviour: () => Behaviour) => (): Behaviour => ({
    ...calm(),
    ...(disturbed() && random.chance(0.4) ? behaviour() : {}),
  });
  return {
    cats: (spec: ContainerSpec): Behaviour => ({
      ...calm(),
      healthyAfter: random.below(2 * (spec.healthCheck?.interval ?? 1)),
    }),
    slow: sometimes(() => ({ pull: random.below(60_000), start: random.below(90_000) })),
    stubborn: sometimes(() => ({ stop: 'ignored' })),
    crashy: sometimes(() => ({ exit: { after: random.below(120_000), code: 1 } })),
    fading: sometimes(() => ({ sickAfter: random.between(20_000, 300_000) })),
    missing: { pullError: 'pull access denied for missing, repository does not exist' },
    exits: () => ({ ...calm(), exit: { after: random.between(1, 2_000) / timeScale, code: 1 } }),
    sick: () => ({ ...calm(), ...SICK }),
  };
}
