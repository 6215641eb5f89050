import type { Scope } from '../../arn.ts';
import { Refusal } from '../../errors.ts';
import type { ListenerAction, LoadBalancer } from '../../model/index.ts';
import type { State } from '../../state.ts';
import type { ActionInput } from '../commands.ts';
import { groupsOf, loadBalancersLeadingTo } from '../find.ts';
import {
  checkRange,
  invalidAction,
  invalidConfiguration,
  notHere,
  validationError,
} from './errors.ts';
import { findTargetGroup } from './find.ts';
import { fixedResponse } from './fixed-response.ts';
import { checkCount, LIMITS } from './limits.ts';
import { redirect } from './redirect.ts';

/** Whose listener the action is of. */
interface Place {
  readonly state: State;
  readonly scope: Scope;
  readonly loadBalancer: LoadBalancer;
}

/** The one action that a rule ends with; what comes before it on AWS needs HTTPS. */
export function actionFrom(place: Place, given: readonly ActionInput[] = []): ListenerAction {
  const early = given.find(({ Type }) => /^(authenticate-|jwt-)/.test(Type ?? ''));
  if (early !== undefined)
    throw notHere(
      `Actions of type '${early.Type}' are`,
      'They need HTTPS listeners. Leave them out.',
    );
  const [action, ...others] = given;
  if (action === undefined) throw validationError('An action must be specified');
  if (others.length > 0) {
    throw invalidAction(
      'A rule must have exactly one action of type forward, redirect or fixed-response.',
    );
  }
  if (place.loadBalancer.type === 'network' && action.Type !== 'forward') {
    throw invalidAction(
      `Actions of type '${action.Type}' are not supported for load balancers of type 'network'. Expected forward.`,
    );
  }
  switch (action.Type) {
    case 'forward':
      return forward(place, action);
    case 'redirect':
      return redirect(action);
    case 'fixed-response':
      return fixedResponse(action);
    default:
      throw validationError(
        `Action type '${action.Type}' must be one of 'forward, redirect, fixed-response'`,
      );
  }
}

type Forward = Extract<ListenerAction, { type: 'forward' }>;

function forward(place: Place, { TargetGroupArn, ForwardConfig = {} }: ActionInput): Forward {
  const { TargetGroups = [], TargetGroupStickinessConfig: stickiness = {} } = ForwardConfig;
  if (
    TargetGroupArn !== undefined &&
    TargetGroups.some((group) => group.TargetGroupArn !== TargetGroupArn)
  ) {
    throw validationError(
      'TargetGroupArn and ForwardConfig must name the same one target group; leave TargetGroupArn out to forward to several.',
    );
  }
  const tuples = TargetGroups.length > 0 ? TargetGroups : [{ TargetGroupArn, Weight: undefined }];
  const targetGroups = tuples.map(({ TargetGroupArn: arn, Weight: weight = 1 }) => {
    if (!arn) throw validationError('A target group ARN must be specified');
    if (weight < 0 || weight > 999) {
      throw validationError(
        `The weight for each target group must be between 0 and 999, inclusive; found ${weight}`,
      );
    }
    checkTargetGroup(place, arn);
    return { targetGroupArn: arn, weight };
  });
  checkNumbers(place, targetGroups);
  const stickinessDuration = stickinessFrom(place, stickiness);
  return { type: 'forward', targetGroups, stickinessDuration };
}

function checkTargetGroup({ state, scope, loadBalancer }: Place, arn: string): void {
  const group = findTargetGroup(state, scope, arn);
  const protocol = loadBalancer.type === 'application' ? 'HTTP' : 'TCP';
  if (group.protocol !== protocol) {
    throw new Refusal(
      'IncompatibleProtocols',
      `Target group '${arn}' has the ${group.protocol} protocol. Listeners of load balancers of type '${loadBalancer.type}' need the ${protocol} protocol.`,
    );
  }
  if (group.vpcId !== loadBalancer.vpcId) {
    throw invalidConfiguration(
      `The following target groups are not in the VPC '${loadBalancer.vpcId}' of the load balancer: ${arn}`,
    );
  }
  const others = loadBalancersLeadingTo(state, arn);
  if (others.some((other) => other !== loadBalancer.loadBalancerArn)) {
    throw new Refusal(
      'TargetGroupAssociationLimit',
      `The following target groups cannot be associated with more than one load balancer: ${arn}`,
    );
  }
}

function checkNumbers(
  { state, loadBalancer }: Place,
  targetGroups: readonly { readonly targetGroupArn: string }[],
): void {
  const arns = targetGroups.map(({ targetGroupArn }) => targetGroupArn);
  const duplicate = arns.find((arn, index) => arns.indexOf(arn) !== index);
  if (duplicate !== undefined)
    throw validationError(`Target group '${duplicate}' is specified more than once in an action`);
  if (arns.length > LIMITS.targetGroupsOfAction) {
    throw validationError(
      `An action can forward to at most '${LIMITS.targetGroupsOfAction}' target groups; found ${arns.length}`,
    );
  }
  const known = groupsOf(state, loadBalancer.loadBalancerArn).map((group) => group.targetGroupArn);
  checkCount(
    'TooManyUniqueTargetGroupsPerLoadBalancer',
    'unique target groups per load balancer',
    new Set([...known, ...arns]).size,
    LIMITS.targetGroupsOfLoadBalancer,
  );
}

function stickinessFrom(
  { loadBalancer }: Place,
  {
    Enabled = false,
    DurationSeconds,
  }: { Enabled?: boolean | undefined; DurationSeconds?: number | undefined },
): number | undefined {
  if (!Enabled) return undefined;
  if (loadBalancer.type === 'network') {
    throw invalidConfiguration(
      "Target group stickiness is not supported for load balancers of type 'network'",
    );
  }
  if (DurationSeconds === undefined) {
    throw validationError(
      'A duration must be specified when target group stickiness is enabled: DurationSeconds, 1 to 604800',
    );
  }
  checkRange('durationSeconds', DurationSeconds, 1, 604_800);
  return DurationSeconds;
}
