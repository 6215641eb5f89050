import { scopeOf } from '../arn.ts';
import type { TrafficEffect } from '../effects.ts';
import type { Transaction } from '../transaction.ts';
import { allInterfaces, interfaceOf, trafficOf } from './interfaces.ts';

/**
 * Tells the engine what may pass at the interfaces that were touched. Before all else of the step:
 * what is started by it starts behind its groups.
 */
export function tellOfTraffic(tx: Transaction): void {
  const effects = [...tx.touchedInterfaces].flatMap((arn) => effectFor(tx, arn));
  tx.performFirst(effects);
}

function effectFor({ state }: Transaction, arn: string): TrafficEffect[] {
  if (interfaceOf(state, arn).address === undefined) return [];
  const of = state.tasks.has(arn)
    ? 'task'
    : state.instances.has(arn)
      ? 'instance'
      : 'load-balancer';
  return [{ type: 'FilterTraffic', arn, of, traffic: trafficOf(state, arn) }];
}

/** The engine may have been away: it is told again of all interfaces where groups are in use. */
export function tellAgain(tx: Transaction): void {
  const scopes = new Map(
    [...tx.state.securityGroups.keys()].map((arn) => {
      const scope = scopeOf(arn);
      return [`${scope.account} ${scope.region}`, scope];
    }),
  );
  for (const scope of scopes.values()) {
    for (const arn of allInterfaces(tx.state, scope)) tx.touchInterface(arn);
  }
}
