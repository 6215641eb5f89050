import {
  AddTagsCommand,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  DeleteRuleCommand,
  DeleteTargetGroupCommand,
  DeregisterTargetsCommand,
  DescribeAccountLimitsCommand,
  DescribeListenerAttributesCommand,
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ModifyListenerAttributesCommand,
  ModifyListenerCommand,
  ModifyLoadBalancerAttributesCommand,
  ModifyRuleCommand,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  RegisterTargetsCommand,
  RemoveTagsCommand,
  SetIpAddressTypeCommand,
  SetRulePrioritiesCommand,
  SetSecurityGroupsCommand,
  SetSubnetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { operation } from '../operation.ts';
import { queryProtocol } from '../protocols/query.ts';
import { service } from '../service.ts';
import { describeAccountLimits } from './account-limits.ts';
import * as listeners from './listeners.ts';
import * as loadBalancers from './load-balancers.ts';
import * as rules from './rules.ts';
import * as tags from './tags.ts';
import * as targetGroups from './target-groups.ts';
import * as targets from './targets.ts';
import { vocabulary } from './vocabulary.ts';

/** Elastic Load Balancing: application and network load balancers. */
export const elbv2 = service({
  title: 'Elastic Load Balancing',
  protocol: queryProtocol({
    flavour: 'query',
    xmlNamespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
  }),
  operations: {
    CreateLoadBalancer: operation(CreateLoadBalancerCommand, loadBalancers.createLoadBalancer),
    DescribeLoadBalancers: operation(
      DescribeLoadBalancersCommand,
      loadBalancers.describeLoadBalancers,
    ),
    DeleteLoadBalancer: operation(DeleteLoadBalancerCommand, loadBalancers.deleteLoadBalancer),
    DescribeLoadBalancerAttributes: operation(
      DescribeLoadBalancerAttributesCommand,
      loadBalancers.describeLoadBalancerAttributes,
    ),
    ModifyLoadBalancerAttributes: operation(
      ModifyLoadBalancerAttributesCommand,
      loadBalancers.modifyLoadBalancerAttributes,
    ),
    SetSecurityGroups: operation(SetSecurityGroupsCommand, loadBalancers.setSecurityGroups),
    SetSubnets: operation(SetSubnetsCommand, loadBalancers.setSubnets),
    SetIpAddressType: operation(SetIpAddressTypeCommand, loadBalancers.setIpAddressType),

    CreateTargetGroup: operation(CreateTargetGroupCommand, targetGroups.createTargetGroup),
    DescribeTargetGroups: operation(DescribeTargetGroupsCommand, targetGroups.describeTargetGroups),
    ModifyTargetGroup: operation(ModifyTargetGroupCommand, targetGroups.modifyTargetGroup),
    DeleteTargetGroup: operation(DeleteTargetGroupCommand, targetGroups.deleteTargetGroup),
    DescribeTargetGroupAttributes: operation(
      DescribeTargetGroupAttributesCommand,
      targetGroups.describeTargetGroupAttributes,
    ),
    ModifyTargetGroupAttributes: operation(
      ModifyTargetGroupAttributesCommand,
      targetGroups.modifyTargetGroupAttributes,
    ),

    RegisterTargets: operation(RegisterTargetsCommand, targets.registerTargets),
    DeregisterTargets: operation(DeregisterTargetsCommand, targets.deregisterTargets),
    DescribeTargetHealth: operation(DescribeTargetHealthCommand, targets.describeTargetHealth),

    CreateListener: operation(CreateListenerCommand, listeners.createListener),
    DescribeListeners: operation(DescribeListenersCommand, listeners.describeListeners),
    ModifyListener: operation(ModifyListenerCommand, listeners.modifyListener),
    DeleteListener: operation(DeleteListenerCommand, listeners.deleteListener),
    DescribeListenerAttributes: operation(
      DescribeListenerAttributesCommand,
      listeners.describeListenerAttributes,
    ),
    ModifyListenerAttributes: operation(
      ModifyListenerAttributesCommand,
      listeners.modifyListenerAttributes,
    ),

    CreateRule: operation(CreateRuleCommand, rules.createRule),
    DescribeRules: operation(DescribeRulesCommand, rules.describeRules),
    ModifyRule: operation(ModifyRuleCommand, rules.modifyRule),
    DeleteRule: operation(DeleteRuleCommand, rules.deleteRule),
    SetRulePriorities: operation(SetRulePrioritiesCommand, rules.setRulePriorities),

    AddTags: operation(AddTagsCommand, tags.addTags),
    RemoveTags: operation(RemoveTagsCommand, tags.removeTags),
    DescribeTags: operation(DescribeTagsCommand, tags.describeTags),

    DescribeAccountLimits: operation(DescribeAccountLimitsCommand, describeAccountLimits),
  },
  vocabulary,
  faults: {
    unavailable: 'ServiceUnavailable',
    internal: 'InternalFailure',
    unknownOperation: 'InvalidAction',
    validation: () => 'ValidationError',
    unsupported: () => 'OperationNotPermitted',
  },
});
