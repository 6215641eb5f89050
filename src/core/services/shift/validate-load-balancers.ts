import { invalidParameter } from '../../errors.ts';
import { loadBalancersLeadingTo } from '../../load-balancers/find.ts';
import type {
  AdvancedConfiguration,
  LoadBalancer,
  Service,
  ServiceLoadBalancer,
} from '../../model/index.ts';
import type { State } from '../../state.ts';
import { pairOf, type Rule, ruleAt } from './traffic.ts';

/**
 * Checks what the load balancers of a service say about shifting traffic. `shifting`: the strategy
 * of the service does; `serviceArn`: its own, which may go on using what it uses.
 */
export function validateAdvanced(
  state: State,
  loadBalancers: readonly ServiceLoadBalancer[],
  shifting: boolean,
  serviceArn: string,
): void {
  const advanced = loadBalancers.filter(
    ({ advancedConfiguration }) => advancedConfiguration !== undefined,
  );
  if (advanced.length > 0 && advanced.length < loadBalancers.length) {
    throw invalidParameter(
      'Either all or none of the provided loadBalancers must have advancedConfiguration defined',
    );
  }
  if (shifting && advanced.length < loadBalancers.length) {
    throw invalidParameter(
      'advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy',
    );
  }
  const groups = advanced.flatMap(pairOf);
  const duplicate = groups.find((arn, i) => groups.indexOf(arn) !== i);
  if (duplicate !== undefined)
    throw invalidParameter(`Duplicate targetGroupArn found: ${duplicate}`);
  for (const one of advanced) validateOne(state, one);
  checkUsers(state, loadBalancers, serviceArn);
}

function validateOne(state: State, one: ServiceLoadBalancer): void {
  const { advancedConfiguration: advanced, targetGroupArn } = one;
  if (advanced === undefined) return;
  const { alternateTargetGroupArn, productionListenerRule, testListenerRule } = advanced;
  checkAlternate(state, targetGroupArn, alternateTargetGroupArn);
  const production = findRule(state, one, 'productionListenerRule', productionListenerRule);
  const { rule, loadBalancer } = production;
  checkLoadBalancer(state, alternateTargetGroupArn, loadBalancer);
  const serving = forwarded(rule).filter(({ weight }) => weight > 0);
  if (serving.length !== 1) {
    throw invalidParameter(
      `productionListenerRule ${productionListenerRule} should have exactly one target group serving traffic but found ${serving.length} target groups which are serving traffic`,
    );
  }
  if (testListenerRule === undefined) {
    const associated = forwarded(rule).map((group) => group.targetGroupArn);
    if (
      loadBalancer.type === 'application' &&
      pairOf(one).some((arn) => !associated.includes(arn))
    ) {
      throw invalidParameter(
        'For Application LoadBalancer, testListenerRule is required when productionListenerRule is not associated with both targetGroup and alternateTargetGroup',
      );
    }
    return;
  }
  if (testListenerRule === productionListenerRule) {
    throw invalidParameter(
      `The following rules cannot be used as both production and test listener rules: ${testListenerRule}`,
    );
  }
  const test = findRule(state, one, 'testListenerRule', testListenerRule);
  if (test.loadBalancer !== loadBalancer) {
    throw invalidParameter(
      'productionListenerRule and testListenerRule must belong to the same load balancer.',
    );
  }
}

function checkAlternate(state: State, targetGroupArn: string, alternate: string): void {
  const group = state.targetGroups.get(targetGroupArn);
  const other = state.targetGroups.get(alternate);
  if (other === undefined)
    throw invalidParameter(`The specified target group ${alternate} does not exist.`);
  for (const member of ['targetType', 'protocol', 'vpcId'] as const) {
    if (group === undefined || group[member] === other[member]) continue;
    throw invalidParameter(
      `The alternate target group ${alternate} has the ${member} ${other[member]}: expected ${group[member]}, as its target group ${targetGroupArn} has.`,
    );
  }
}

/** AWS: a target group belongs to at most one load balancer. */
function checkLoadBalancer(state: State, arn: string, { loadBalancerArn }: LoadBalancer): void {
  if (loadBalancersLeadingTo(state, arn).every((one) => one === loadBalancerArn)) return;
  throw invalidParameter(
    `The target group ${arn} is associated with another load balancer than the productionListenerRule.`,
  );
}

/** The rule that forwards to the two groups of that load balancer, and to no other one. */
function findRule(
  state: State,
  one: ServiceLoadBalancer,
  name: keyof AdvancedConfiguration,
  arn: string,
): { readonly rule: Rule; readonly loadBalancer: LoadBalancer } {
  if (
    !/^arn:aws[a-z-]*:elasticloadbalancing:[^:]*:\d*:(listener-rule\/app|listener\/net)\//.test(arn)
  ) {
    throw invalidParameter(
      `${name} has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: ${arn}`,
    );
  }
  const rule = ruleAt(state, arn);
  const listener = state.listeners.get(rule?.listenerArn ?? '');
  const loadBalancer = state.loadBalancers.get(listener?.loadBalancerArn ?? '');
  if (rule === undefined || loadBalancer === undefined)
    throw invalidParameter(`The ${name} ${arn} was not found.`);
  const pair = pairOf(one);
  const unexpected = forwarded(rule).find((group) => !pair.includes(group.targetGroupArn));
  if (unexpected !== undefined || rule.action.type !== 'forward') {
    const what = name === 'testListenerRule' ? 'Test' : 'Production';
    const found = unexpected?.targetGroupArn ?? `none (its action is ${rule.action.type})`;
    throw invalidParameter(
      `${what} listener rule is forwarding traffic to unexpected target group ${found}. Expected traffic to be forwarded to either targetGroupArn: ${pair[0]} or alternateTargetGroupArn: ${pair[1]}`,
    );
  }
  return { rule, loadBalancer };
}

const forwarded = ({ action }: Rule) => (action.type === 'forward' ? action.targetGroups : []);

/** What one service shifts traffic between is no other service's. */
function checkUsers(
  state: State,
  loadBalancers: readonly ServiceLoadBalancer[],
  serviceArn: string,
): void {
  for (const other of state.services.values()) {
    if (other.serviceArn === serviceArn || other.status === 'INACTIVE') continue;
    const shared = loadBalancers.flatMap((one) => sharedWith(one, other))[0];
    if (shared === undefined) continue;
    throw invalidParameter(
      `The target group ${shared} is used by the service ${other.serviceName}. Traffic can only be shifted between target groups that no other service uses.`,
    );
  }
}

const sharedWith = (one: ServiceLoadBalancer, { loadBalancers = [] }: Service): string[] =>
  loadBalancers
    .filter((other) => one.advancedConfiguration ?? other.advancedConfiguration)
    .flatMap(pairOf)
    .filter((arn) => pairOf(one).includes(arn));
