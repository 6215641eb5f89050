import type { Command, CommandName, CommandOutput } from '../../commands.ts';
import type { Transaction } from '../../transaction.ts';
import type { LoadBalancerCommands } from '../commands.ts';
import * as listeners from './listeners.ts';
import * as loadBalancers from './load-balancers.ts';
import * as rules from './rules.ts';
import { addTags, removeTags } from './tags.ts';
import * as targetGroups from './target-groups.ts';
import { deregisterTargets, registerTargets } from './targets.ts';

/** Each handler refuses before it records anything. */
export function executeOnLoadBalancers(
  tx: Transaction,
  command: Command<keyof LoadBalancerCommands>,
): CommandOutput<CommandName> {
  const { scope } = command;
  switch (command.name) {
    case 'CreateLoadBalancer':
      return loadBalancers.createLoadBalancer(tx, scope, command.input);
    case 'DeleteLoadBalancer':
      return loadBalancers.deleteLoadBalancer(tx, scope, command.input);
    case 'ModifyLoadBalancerAttributes':
      return loadBalancers.modifyLoadBalancerAttributes(tx, scope, command.input);
    case 'SetSecurityGroups':
      return loadBalancers.setSecurityGroups(tx, scope, command.input);
    case 'SetSubnets':
      return loadBalancers.setSubnets(tx, scope, command.input);
    case 'CreateTargetGroup':
      return targetGroups.createTargetGroup(tx, scope, command.input);
    case 'ModifyTargetGroup':
      return targetGroups.modifyTargetGroup(tx, scope, command.input);
    case 'DeleteTargetGroup':
      return targetGroups.deleteTargetGroup(tx, scope, command.input);
    case 'ModifyTargetGroupAttributes':
      return targetGroups.modifyTargetGroupAttributes(tx, scope, command.input);
    case 'RegisterTargets':
      return registerTargets(tx, scope, command.input);
    case 'DeregisterTargets':
      return deregisterTargets(tx, scope, command.input);
    case 'CreateListener':
      return listeners.createListener(tx, scope, command.input);
    case 'ModifyListener':
      return listeners.modifyListener(tx, scope, command.input);
    case 'DeleteListener':
      return listeners.deleteListener(tx, scope, command.input);
    case 'ModifyListenerAttributes':
      return listeners.modifyListenerAttributes(tx, scope, command.input);
    case 'CreateRule':
      return rules.createRule(tx, scope, command.input);
    case 'ModifyRule':
      return rules.modifyRule(tx, scope, command.input);
    case 'DeleteRule':
      return rules.deleteRule(tx, scope, command.input);
    case 'SetRulePriorities':
      return rules.setRulePriorities(tx, scope, command.input);
    case 'AddTags':
      return addTags(tx, scope, command.input);
    case 'RemoveTags':
      return removeTags(tx, scope, command.input);
  }
}
