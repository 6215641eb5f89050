import type { Transaction } from '../../transaction.ts';
import { groupsOf, loadBalancersLeadingTo, targetsOf } from '../find.ts';

/**
 * Changes what a load balancer's listeners lead to. Nobody looks after the targets of a group that
 * is not in use any more: those being deregistered are gone, of the others nothing is known.
 */
export function changeUsage(tx: Transaction, loadBalancerArn: string, change: () => void): void {
  const before = groupsOf(tx.state, loadBalancerArn);
  change();
  for (const { targetGroupArn } of before) {
    if (loadBalancersLeadingTo(tx.state, targetGroupArn).length > 0) continue;
    for (const target of targetsOf(tx.state, targetGroupArn)) {
      const { id, port, taskArn } = target;
      if (target.drainsUntil !== null)
        tx.emit({ type: 'TargetForgotten', targetGroupArn, id, port });
      else if (target.health !== null)
        tx.emit({ type: 'TargetPut', target: { ...target, health: null } });
      else continue;
      if (taskArn !== undefined) tx.touchTask(taskArn);
    }
  }
}
