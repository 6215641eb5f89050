import { type Scope, scopeOf } from '../arn.ts';
import { invalidParameter } from '../errors.ts';
import { loadBalancersLeadingTo } from '../load-balancers/find.ts';
import type { AdvancedConfiguration, ServiceLoadBalancer, TaskDefinition } from '../model/index.ts';
import type { State } from '../state.ts';
import type { ServiceLoadBalancerInput } from './service-commands.ts';

/** AWS: target groups of a service. */
export const MOST = 5;

/** The load balancers of a service, checked against its task definition and what there is. */
export function validateLoadBalancers(
  state: State,
  scope: Scope,
  taskDefinition: TaskDefinition,
  given: readonly ServiceLoadBalancerInput[] | undefined,
): readonly ServiceLoadBalancer[] | undefined {
  if (given === undefined) return undefined;
  if (given.length > MOST) {
    throw invalidParameter(`load balancers can have at most ${MOST} items.`);
  }
  const each = given.map((one) => validate(state, scope, taskDefinition, one));
  const distinct = new Set(
    each.map((one) => [one.targetGroupArn, one.containerName, one.containerPort].join(' ')),
  );
  if (distinct.size < each.length) {
    throw invalidParameter(
      'load balancers cannot have the same target group, container and port twice.',
    );
  }
  return each;
}

function validate(
  state: State,
  scope: Scope,
  taskDefinition: TaskDefinition,
  given: ServiceLoadBalancerInput,
): ServiceLoadBalancer {
  const { targetGroupArn, loadBalancerName, containerName, containerPort } = given;
  const { advancedConfiguration } = given;
  if (loadBalancerName !== undefined) {
    throw invalidParameter(
      'loadBalancerName is for Classic Load Balancers, which are not here. Use targetGroupArn.',
    );
  }
  if (targetGroupArn === undefined) throw invalidParameter('targetGroupArn must be given.');
  const group = state.targetGroups.get(targetGroupArn);
  const { account, region } = scopeOf(targetGroupArn);
  if (group === undefined || account !== scope.account || region !== scope.region) {
    throw invalidParameter(`The specified target group ${targetGroupArn} does not exist.`);
  }
  if (loadBalancersLeadingTo(state, targetGroupArn).length === 0) {
    throw invalidParameter(
      `The target group with targetGroupArn ${targetGroupArn} does not have an associated load balancer.`,
    );
  }
  const container = taskDefinition.containerDefinitions.find(({ name }) => name === containerName);
  if (container === undefined || containerName === undefined) {
    throw invalidParameter(
      `The container ${containerName ?? ''} does not exist in the task definition.`,
    );
  }
  const mapping = container.portMappings?.find((port) => port.containerPort === containerPort);
  if (mapping === undefined || containerPort === undefined) {
    throw invalidParameter(
      `The container ${containerName} did not have a container port ${containerPort ?? ''} defined.`,
    );
  }
  const { networkMode } = taskDefinition;
  if ((networkMode === 'awsvpc') !== (group.targetType === 'ip')) {
    throw invalidParameter(
      `The provided target group ${targetGroupArn} has target type ${group.targetType}, which is incompatible with the ${networkMode} network mode specified in the task definition.`,
    );
  }
  return {
    targetGroupArn,
    containerName,
    containerPort,
    ...(advancedConfiguration && { advancedConfiguration: advancedFrom(advancedConfiguration) }),
  };
}

function advancedFrom({
  alternateTargetGroupArn,
  productionListenerRule,
  testListenerRule,
  roleArn,
}: NonNullable<ServiceLoadBalancerInput['advancedConfiguration']>): AdvancedConfiguration {
  if (!alternateTargetGroupArn || !productionListenerRule) {
    throw invalidParameter(
      'advancedConfiguration must name an alternateTargetGroupArn and a productionListenerRule.',
    );
  }
  return {
    alternateTargetGroupArn,
    productionListenerRule,
    ...(testListenerRule === undefined ? {} : { testListenerRule }),
    ...(roleArn === undefined ? {} : { roleArn }),
  };
}
