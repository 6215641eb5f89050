import type { Scope } from '../../arn.ts';
import type { CommandOutput, Commands } from '../../commands.ts';
import { Refusal } from '../../errors.ts';
import type { LoadBalancer } from '../../model/index.ts';
import type { Transaction } from '../../transaction.ts';
import { startEffect } from '../find.ts';
import { isOf, loadBalancerArn } from './arn.ts';
import { changeLoadBalancerAttributes, initialLoadBalancerAttributes } from './attributes.ts';
import { invalidConfiguration, validationError } from './errors.ts';
import { findLoadBalancer, lookUpLoadBalancer } from './find.ts';
import { checkCount, countOf, LIMITS } from './limits.ts';
import {
  type Settings,
  securityGroupsFrom,
  settingsFrom,
  subnetsFrom,
} from './load-balancer-settings.ts';
import { tagsFrom } from './tags.ts';
import { changeUsage } from './usage.ts';

/** Answers the load balancer of that name when it is the same already. */
export function createLoadBalancer(
  tx: Transaction,
  scope: Scope,
  input: Commands['CreateLoadBalancer']['input'],
): CommandOutput<'CreateLoadBalancer'> {
  const settings = settingsFrom(tx.state, scope, input);
  const tags = tagsFrom(input.Tags);
  const { name, type, scheme } = settings;
  const existing = [...tx.state.loadBalancers.values()].find(
    (loadBalancer) => loadBalancer.name === name && isOf(scope, loadBalancer.loadBalancerArn),
  );
  if (existing !== undefined) {
    if (isSame(existing, settings)) return { loadBalancerArn: existing.loadBalancerArn };
    throw new Refusal(
      'DuplicateLoadBalancerName',
      `A load balancer with the same name '${name}' exists, but with different settings`,
    );
  }
  const count = countOf(scope, tx.state.loadBalancers.keys());
  checkCount('TooManyLoadBalancers', 'load balancers', count + 1, LIMITS.loadBalancers);
  const { ids, now } = tx.env;
  const arn = loadBalancerArn(scope, type, name, ids.hex(16));
  const loadBalancer: LoadBalancer = {
    ...settings,
    loadBalancerArn: arn,
    hostLabel: `${scheme === 'internal' ? 'internal-' : ''}${name}-${ids.digits(10)}`.toLowerCase(),
    state: 'provisioning',
    attributes: initialLoadBalancerAttributes(type),
    createdAt: now,
    tags,
  };
  tx.emit({ type: 'LoadBalancerPut', loadBalancer });
  tx.perform(startEffect(loadBalancer));
  return { loadBalancerArn: arn };
}

function isSame(loadBalancer: LoadBalancer, settings: Settings): boolean {
  const alike = (a: readonly string[], b: readonly string[]) =>
    a.length === b.length && a.every((one) => b.includes(one));
  return (
    loadBalancer.type === settings.type &&
    loadBalancer.scheme === settings.scheme &&
    alike(loadBalancer.subnetIds, settings.subnetIds) &&
    alike(loadBalancer.securityGroupIds, settings.securityGroupIds)
  );
}

/** A load balancer that is not there counts as deleted, as on AWS. Its target groups stay. */
export function deleteLoadBalancer(
  tx: Transaction,
  scope: Scope,
  { LoadBalancerArn }: Commands['DeleteLoadBalancer']['input'],
): CommandOutput<'DeleteLoadBalancer'> {
  const loadBalancer = lookUpLoadBalancer(tx.state, scope, LoadBalancerArn);
  if (loadBalancer === undefined) return {};
  const { loadBalancerArn, attributes } = loadBalancer;
  if (attributes['deletion_protection.enabled'] === 'true') {
    throw new Refusal(
      'OperationNotPermitted',
      `Load balancer '${loadBalancerArn}' cannot be deleted because deletion protection is enabled`,
    );
  }
  changeUsage(tx, loadBalancerArn, () =>
    tx.emit({ type: 'LoadBalancerForgotten', loadBalancerArn }),
  );
  tx.perform({ type: 'RemoveLoadBalancer', loadBalancerArn });
  return {};
}

export function modifyLoadBalancerAttributes(
  tx: Transaction,
  scope: Scope,
  input: Commands['ModifyLoadBalancerAttributes']['input'],
): CommandOutput<'ModifyLoadBalancerAttributes'> {
  const loadBalancer = findLoadBalancer(tx.state, scope, input.LoadBalancerArn);
  const attributes = changeLoadBalancerAttributes(loadBalancer, input);
  tx.emit({ type: 'LoadBalancerPut', loadBalancer: { ...loadBalancer, attributes } });
  return {};
}

export function setSecurityGroups(
  tx: Transaction,
  scope: Scope,
  { LoadBalancerArn, SecurityGroups }: Commands['SetSecurityGroups']['input'],
): CommandOutput<'SetSecurityGroups'> {
  const loadBalancer = findLoadBalancer(tx.state, scope, LoadBalancerArn);
  const securityGroupIds = securityGroupsFrom(tx.state, scope, SecurityGroups);
  if (securityGroupIds === undefined)
    throw validationError('At least one security group must be specified');
  if (loadBalancer.type === 'network' && loadBalancer.securityGroupIds.length === 0) {
    throw invalidConfiguration(
      `Load balancer '${loadBalancer.loadBalancerArn}' was created without security groups, so that none can be set; create it again with one`,
    );
  }
  tx.emit({ type: 'LoadBalancerPut', loadBalancer: { ...loadBalancer, securityGroupIds } });
  return {};
}

export function setSubnets(
  tx: Transaction,
  scope: Scope,
  input: Commands['SetSubnets']['input'],
): CommandOutput<'SetSubnets'> {
  const loadBalancer = findLoadBalancer(tx.state, scope, input.LoadBalancerArn);
  const subnetIds = subnetsFrom(scope, loadBalancer.type, input);
  tx.emit({ type: 'LoadBalancerPut', loadBalancer: { ...loadBalancer, subnetIds } });
  return {};
}
