import { resourceOf, type Scope } from '../../arn.ts';
import { Refusal } from '../../errors.ts';
import type { Listener, ListenerRule, LoadBalancer, TargetGroup } from '../../model/index.ts';
import type { State } from '../../state.ts';
import { defaultRuleArn, isOf } from './arn.ts';
import { validationError } from './errors.ts';

interface Kind<Entity> {
  /** "load balancer" */
  readonly name: string;
  /** How the resource in such an ARN begins. */
  readonly prefix: string;
  readonly notFound: string;
  readonly entities: (state: State) => ReadonlyMap<string, Entity>;
}

/**
 * What that ARN names; undefined when it is not there, or is another account's or region's. Throws
 * ValidationError for what is no ARN of the kind.
 */
function lookUp<Entity>(
  { name, prefix, entities }: Kind<Entity>,
  state: State,
  scope: Scope,
  arn = '',
): Entity | undefined {
  if (resourceOf(arn)?.startsWith(prefix) !== true)
    throw validationError(`'${arn.slice(0, 300)}' is not a valid ${name} ARN`);
  return isOf(scope, arn) ? entities(state).get(arn) : undefined;
}

function find<Entity>(
  kind: Kind<Entity>,
  state: State,
  scope: Scope,
  arn: string | undefined,
): Entity {
  const found = lookUp(kind, state, scope, arn);
  if (found !== undefined) return found;
  const name = kind.name.replace(/^./, (first) => first.toUpperCase());
  throw new Refusal(kind.notFound, `${name} '${arn}' not found`);
}

const loadBalancer: Kind<LoadBalancer> = {
  name: 'load balancer',
  prefix: 'loadbalancer/',
  notFound: 'LoadBalancerNotFound',
  entities: ({ loadBalancers }) => loadBalancers,
};
const targetGroup: Kind<TargetGroup> = {
  name: 'target group',
  prefix: 'targetgroup/',
  notFound: 'TargetGroupNotFound',
  entities: ({ targetGroups }) => targetGroups,
};
const listener: Kind<Listener> = {
  name: 'listener',
  prefix: 'listener/',
  notFound: 'ListenerNotFound',
  entities: ({ listeners }) => listeners,
};
const rule: Kind<ListenerRule> = {
  name: 'rule',
  prefix: 'listener-rule/',
  notFound: 'RuleNotFound',
  entities: ({ listenerRules }) => listenerRules,
};

/** The `find…` throw …NotFound; the `lookUp…`, for what may be gone already, do not. */
type Arn = string | undefined;
export const lookUpLoadBalancer = (state: State, scope: Scope, arn: Arn) =>
  lookUp(loadBalancer, state, scope, arn);
export const findLoadBalancer = (state: State, scope: Scope, arn: Arn) =>
  find(loadBalancer, state, scope, arn);
export const lookUpTargetGroup = (state: State, scope: Scope, arn: Arn) =>
  lookUp(targetGroup, state, scope, arn);
export const findTargetGroup = (state: State, scope: Scope, arn: Arn) =>
  find(targetGroup, state, scope, arn);
export const findListener = (state: State, scope: Scope, arn: Arn) =>
  find(listener, state, scope, arn);

/** The listener whose default rule that is; undefined: it names no default rule. */
export const listenerOfDefaultRule = (
  state: State,
  scope: Scope,
  arn: string,
): Listener | undefined =>
  isOf(scope, arn)
    ? [...state.listeners.values()].find(({ listenerArn }) => defaultRuleArn(listenerArn) === arn)
    : undefined;

/** A rule to change; throws OperationNotPermitted for a default one, which goes with its listener. */
export function findRule(state: State, scope: Scope, arn: string | undefined): ListenerRule {
  if (arn !== undefined && listenerOfDefaultRule(state, scope, arn) !== undefined) {
    throw new Refusal(
      'OperationNotPermitted',
      `Default rule '${arn}' cannot be modified or deleted. Modify its listener instead.`,
    );
  }
  return find(rule, state, scope, arn);
}
