import { type Scope, scopeOf } from '../../arn.ts';
import type { LoadBalancer } from '../../model/index.ts';

/** ARNs of Elastic Load Balancing; `id` is 16 hexadecimal digits. */
const arn = ({ region, account }: Scope, resource: string): string =>
  `arn:aws:elasticloadbalancing:${region}:${account}:${resource}`;

const KINDS: Readonly<Record<LoadBalancer['type'], string>> = {
  application: 'app',
  network: 'net',
};

export const loadBalancerArn = (
  scope: Scope,
  type: LoadBalancer['type'],
  name: string,
  id: string,
): string => arn(scope, `loadbalancer/${KINDS[type]}/${name}/${id}`);

export const targetGroupArn = (scope: Scope, name: string, id: string): string =>
  arn(scope, `targetgroup/${name}/${id}`);

export const listenerArn = (loadBalancerArn: string, id: string): string =>
  `${loadBalancerArn.replace(':loadbalancer/', ':listener/')}/${id}`;

export const ruleArn = (listenerArn: string, id: string): string =>
  `${listenerArn.replace(':listener/', ':listener-rule/')}/${id}`;

/** A listener's default rule is part of the listener, and is named by the listener's own id. */
export const defaultRuleArn = (listenerArn: string): string =>
  ruleArn(listenerArn, listenerArn.slice(listenerArn.lastIndexOf('/') + 1));

export const isOf = ({ account, region }: Scope, arn: string): boolean => {
  const owner = scopeOf(arn);
  return owner.account === account && owner.region === region;
};
