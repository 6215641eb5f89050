import type { Ledger } from './ledger.ts';
import type { InstanceRefusal, PlacementRefusal, RefusalReason } from './place.ts';

/** In the order in which they are looked at: who refuses for a later one came closer. */
export const REFUSAL_REASONS: readonly RefusalReason[] = [
  'AGENT',
  'RESOURCE:CPU',
  'RESOURCE:MEMORY',
  'RESOURCE:PORTS',
  'RESOURCE:ENI',
  'RESOURCE:GPU',
  'LOCATION',
  'ATTRIBUTE',
  'distinctInstance',
  'memberOf',
];

/** Why no instance takes another task. */
export function refusalIn(ledger: Ledger): PlacementRefusal {
  const reasons = new Map<RefusalReason, number>();
  const instances: InstanceRefusal[] = [];
  let closest: InstanceRefusal | undefined;
  ledger.candidates.forEach(({ instance: { containerInstanceArn } }, index) => {
    const reason = ledger.refuses(index);
    if (reason === undefined) return;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    const refusal = { containerInstanceArn, reason };
    instances.push(refusal);
    if (closest === undefined || isCloser(reason, closest.reason)) closest = refusal;
  });
  return { reasons, closest, instances };
}

const isCloser = (a: RefusalReason, b: RefusalReason): boolean =>
  REFUSAL_REASONS.indexOf(a) > REFUSAL_REASONS.indexOf(b);
