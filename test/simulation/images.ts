import type { ContainerSpec } from '../../src/core/effects.ts';
import type { Behaviour, BehaviourSource } from '../../src/engines/simulated/behaviour.ts';
import type { Random } from './random.ts';

/** Images that serve well once nothing disturbs them, and images that never will. */
export const GOOD_IMAGES = ['cats', 'slow', 'stubborn', 'crashy', 'fading'] as const;
export const BAD_IMAGES = ['missing', 'exits', 'sick'] as const;

const SICK = { healthyAfter: Number.POSITIVE_INFINITY };

/**
 * `disturbed`: whether faults may still happen; asked anew for each container. Those that end by
 * themselves do so before any time scale counts them as healthy. `balanced`: load balancers look at
 * them, which find what answers healthy at once.
 */
export function behaviours(
  random: Random,
  timeScale: number,
  disturbed: () => boolean,
  balanced = false,
): Readonly<Record<string, BehaviourSource>> {
  const within = (milliseconds: number) => random.below(milliseconds) / timeScale;
  const calm = (): Behaviour => ({ start: 1 + within(3_000) });
  const sometimes = (behaviour: () => Behaviour) => (): Behaviour => ({
    ...calm(),
    ...(disturbed() && random.chance(0.4) ? behaviour() : {}),
  });
  return {
    cats: (spec: ContainerSpec): Behaviour => ({
      ...calm(),
      healthyAfter: random.below(2 * (spec.healthCheck?.interval ?? 1)),
    }),
    slow: sometimes(() => ({ pull: within(60_000), start: within(90_000) })),
    stubborn: sometimes(() => ({ stop: 'ignored' })),
    crashy: sometimes(() => ({ exit: { after: within(120_000), code: 1 } })),
    fading: sometimes(() => ({ sickAfter: within(300_000) })),
    missing: { pullError: 'pull access denied for missing, repository does not exist' },
    exits: () => ({
      ...calm(),
      ...(balanced ? SICK : {}),
      exit: { after: 1 + within(2_000), code: 1 },
    }),
    sick: () => ({ ...calm(), ...SICK }),
  };
}
