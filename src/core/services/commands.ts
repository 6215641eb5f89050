import { type Scope, serviceArn as serviceArnFor } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { clientException, invalidParameter, Refusal } from '../errors.ts';
import { findCluster, findService, findTaskDefinitionToRun } from '../find.ts';
import type {
  Deployment,
  DeploymentConfiguration,
  DeploymentTarget,
  Service,
  TaskDefinition,
} from '../model/index.ts';
import { validatePlacement } from '../placement/validate.ts';
import { validateTags } from '../tags/validate.ts';
import { checkExternalService, checkExternalUpdate } from '../task-sets/external-service.ts';
import { validateLaunch } from '../tasks/launch.ts';
import type { Transaction } from '../transaction.ts';
import { validateDeploymentConfiguration } from './deployment-configuration.ts';
import { newDeployment, putDeployment } from './deployments.ts';
import { validateLoadBalancers } from './load-balancers.ts';
import { recordDeployment } from './service-deployments.ts';
import { firstStage, inTargetGroups } from './shift/begin.ts';
import { sourceOf } from './shift/roles.ts';
import { validateAdvanced } from './shift/validate-load-balancers.ts';
import { shiftsTraffic } from './shift/weights.ts';

const NAME = /^[A-Za-z0-9_-]{1,255}$/;
/** AWS: services per cluster. */
export const MOST_SERVICES = 5000;
/** AWS: tasks per service. */
export const MOST_TASKS = 5000;

type Input<N extends keyof Commands> = Commands[N]['input'];

export function createService(
  tx: Transaction,
  scope: Scope,
  input: Input<'CreateService'>,
): CommandOutput<'CreateService'> {
  const cluster = findCluster(tx.state, scope, input.cluster);
  const serviceName = input.serviceName ?? '';
  if (!NAME.test(serviceName)) {
    throw invalidParameter(
      `The service name "${serviceName}" is invalid: expected 1 to 255 letters, digits, hyphens and underscores.`,
    );
  }
  const serviceArn = serviceArnFor(scope, cluster.clusterName, serviceName);
  const existing = tx.state.services.get(serviceArn);
  if (existing !== undefined && existing.status !== 'INACTIVE') {
    const repeated = input.clientToken !== undefined && input.clientToken === existing.clientToken;
    if (repeated) return { serviceArn };
    if (existing.status === 'DRAINING') {
      throw invalidParameter('Unable to Start a service that is still Draining.');
    }
    throw invalidParameter('Creation of service was not idempotent.');
  }
  if ((tx.state.servicesByCluster.get(cluster.clusterArn)?.size ?? 0) >= MOST_SERVICES) {
    throw clientException(
      `The cluster has ${MOST_SERVICES} services, which is the most it can have.`,
    );
  }
  const controller = input.deploymentController?.type ?? 'ECS';
  if (controller === 'CODE_DEPLOY') {
    throw new Refusal(
      'UnsupportedFeatureException',
      `The deployment controller ${controller} is not supported by this runtime. Use ECS or EXTERNAL.`,
    );
  }
  const owner = { serviceArn, serviceName, clusterArn: cluster.clusterArn };
  if (controller === 'EXTERNAL') {
    createExternalService(tx, owner, input);
    return { serviceArn };
  }
  const { schedulingStrategy = 'REPLICA' } = input;
  const daemon = schedulingStrategy === 'DAEMON';
  if (daemon && input.desiredCount !== undefined) {
    throw invalidParameter(
      'The daemon scheduling strategy does not take a desired count: leave out desiredCount.',
    );
  }
  const desiredCount = validateDesiredCount(input.desiredCount ?? 0);
  const taskDefinition = findTaskDefinitionToRun(tx.state, scope, input.taskDefinition);
  const launch = validateLaunch(tx.state, scope, cluster, taskDefinition, input);
  if (daemon && launch.platformVersion !== undefined) {
    throw invalidParameter(
      'The daemon scheduling strategy is not supported with Fargate: it needs container instances.',
    );
  }
  const { placementConstraints = [], placementStrategy = [] } = input;
  validatePlacement({ placementConstraints, placementStrategy }, placedOn(launch, taskDefinition));
  if (daemon && placementStrategy.length > 0) {
    throw invalidParameter(
      'The daemon scheduling strategy takes no placementStrategy: it places one task on each container instance.',
    );
  }
  validateTags(input.tags);

  const target: DeploymentTarget = {
    ...launch,
    taskDefinition: taskDefinition.taskDefinitionArn,
    networkConfiguration: input.networkConfiguration,
    loadBalancers: validateLoadBalancers(tx.state, scope, taskDefinition, input.loadBalancers),
  };
  const deploymentConfiguration = validateDeploymentConfiguration(
    input.deploymentConfiguration,
    schedulingStrategy,
  );
  const shift = firstStage(tx, deploymentConfiguration, undefined);
  validateAdvanced(tx.state, target.loadBalancers ?? [], shift !== undefined, serviceArn);
  const placed = inTargetGroups(tx, deploymentConfiguration, undefined, target);
  const deployment = newDeployment(tx, owner, placed, desiredCount);
  const service: Service = {
    ...target,
    ...owner,
    ...settingsOf(tx, input),
    desiredCount,
    schedulingStrategy,
    deploymentController: { type: 'ECS' },
    deploymentConfiguration,
    deployments: [deployment],
  };
  tx.emit({ type: 'ServiceCreated', service });
  recordDeployment(tx, service, deployment, [], shift);
  return { serviceArn };
}

/** What a new service has whoever deploys it. */
const settingsOf = (tx: Transaction, input: Input<'CreateService'>) =>
  ({
    status: 'ACTIVE',
    healthCheckGracePeriodSeconds: input.healthCheckGracePeriodSeconds,
    enableECSManagedTags: input.enableECSManagedTags ?? false,
    enableExecuteCommand: input.enableExecuteCommand ?? false,
    propagateTags: input.propagateTags ?? 'NONE',
    availabilityZoneRebalancing: input.availabilityZoneRebalancing ?? 'ENABLED',
    placementConstraints: input.placementConstraints ?? [],
    placementStrategy: input.placementStrategy ?? [],
    placementBlocked: null,
    roleArn: input.role,
    events: [],
    createdAt: tx.env.now,
    createdBy: input.createdBy,
    clientToken: input.clientToken,
    tags: input.tags ?? [],
    lastCompleted: null,
    dueAt: null,
  }) as const;

/** Its tasks come with its task sets. */
function createExternalService(
  tx: Transaction,
  owner: Pick<Service, 'serviceArn' | 'serviceName' | 'clusterArn'>,
  input: Input<'CreateService'>,
): void {
  checkExternalService(input);
  const { placementConstraints = [], placementStrategy = [] } = input;
  validatePlacement(
    { placementConstraints, placementStrategy },
    { onFargate: false, fromTaskDefinition: 0 },
  );
  validateTags(input.tags);
  const service: Service = {
    ...owner,
    ...settingsOf(tx, input),
    desiredCount: validateDesiredCount(input.desiredCount ?? 0),
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: 'EXTERNAL' },
    deploymentConfiguration: validateDeploymentConfiguration(
      input.deploymentConfiguration,
      'REPLICA',
    ),
    deployments: [],
    taskSets: [],
  };
  tx.emit({ type: 'ServiceCreated', service });
}

function validateDesiredCount(desiredCount: number): number {
  if (desiredCount < 0 || desiredCount > MOST_TASKS) {
    throw invalidParameter(
      `desiredCount is ${desiredCount}: expected a number from 0 to ${MOST_TASKS}.`,
    );
  }
  return desiredCount;
}

export function updateService(
  tx: Transaction,
  scope: Scope,
  input: Input<'UpdateService'>,
): CommandOutput<'UpdateService'> {
  const cluster = findCluster(tx.state, scope, input.cluster);
  const service = findService(tx.state, scope, cluster, input.service);
  if (service.status !== 'ACTIVE') {
    throw new Refusal('ServiceNotActiveException', 'Service was not ACTIVE.');
  }
  const { serviceArn, schedulingStrategy } = service;
  if (schedulingStrategy === 'DAEMON' && input.desiredCount !== undefined) {
    throw invalidParameter(
      'The daemon scheduling strategy does not take a desired count: leave out desiredCount.',
    );
  }
  const desiredCount = validateDesiredCount(input.desiredCount ?? service.desiredCount);
  if (service.deploymentController.type === 'EXTERNAL') {
    checkExternalUpdate(input);
    const change = { ...settingsChanged(service, input), desiredCount };
    validatePlacement(change, { onFargate: false, fromTaskDefinition: 0 });
    tx.emit({ type: 'ServiceChanged', serviceArn, change });
    if (input.healthCheckGracePeriodSeconds !== undefined) touchTasks(tx, serviceArn);
    return { serviceArn };
  }
  // A revision deregistered since goes on serving those that have it.
  const taskDefinition =
    (input.taskDefinition === undefined &&
      tx.state.taskDefinitions.get(service.taskDefinition ?? '')) ||
    findTaskDefinitionToRun(tx.state, scope, input.taskDefinition ?? service.taskDefinition);
  const networkConfiguration = input.networkConfiguration ?? service.networkConfiguration;
  const launch = validateLaunch(tx.state, scope, cluster, taskDefinition, {
    launchType: input.capacityProviderStrategy === undefined ? service.launchType : undefined,
    capacityProviderStrategy:
      input.capacityProviderStrategy ??
      (service.capacityProviderStrategy === undefined
        ? undefined
        : [...service.capacityProviderStrategy]),
    platformVersion: input.platformVersion ?? service.platformVersion,
    networkConfiguration,
  });
  const deploymentConfiguration = validateDeploymentConfiguration(
    input.deploymentConfiguration,
    schedulingStrategy,
    service.deploymentConfiguration,
  );
  const settings = settingsChanged(service, input);
  validatePlacement(settings, placedOn(launch, taskDefinition));
  const target: DeploymentTarget = {
    ...launch,
    taskDefinition: taskDefinition.taskDefinitionArn,
    networkConfiguration,
    loadBalancers:
      input.loadBalancers === undefined && input.taskDefinition === undefined
        ? service.loadBalancers
        : validateLoadBalancers(
            tx.state,
            scope,
            taskDefinition,
            input.loadBalancers ?? service.loadBalancers,
          ),
  };

  validateStrategy(service, deploymentConfiguration);
  const shifting = shiftsTraffic(deploymentConfiguration);
  // While traffic shifts the rules are not as they have to be before.
  if (
    shiftsTraffic(service.deploymentConfiguration) !== shifting ||
    !alike(service.loadBalancers, target.loadBalancers)
  )
    validateAdvanced(tx.state, target.loadBalancers ?? [], shifting, serviceArn);

  tx.emit({
    type: 'ServiceChanged',
    serviceArn,
    clear: launch.launchType === undefined ? ['launchType'] : ['capacityProviderStrategy'],
    change: { ...settings, desiredCount, deploymentConfiguration, ...launch },
  });
  // The verdict on the health of the tasks is due at another time now.
  if (input.healthCheckGracePeriodSeconds !== undefined) touchTasks(tx, serviceArn);
  const [primary] = service.deployments;
  if (primary === undefined || input.forceNewDeployment || !sameTarget(primary, target)) {
    const placed = inTargetGroups(tx, deploymentConfiguration, service, target);
    putDeployment(tx, service, newDeployment(tx, service, placed, desiredCount));
  } else if (primary.desiredCount !== desiredCount) {
    scale(tx, service, desiredCount);
  }
  return { serviceArn };
}

/** The primary deployment, and the one that keeps its tasks beside it. */
function scale(tx: Transaction, service: Service, desiredCount: number): void {
  const source = sourceOf(tx.state, service);
  const deployments = service.deployments.map((one) =>
    one.status === 'PRIMARY' || one === source
      ? { ...one, desiredCount, updatedAt: tx.env.now }
      : one,
  );
  tx.emit({ type: 'ServiceChanged', serviceArn: service.serviceArn, change: { deployments } });
}

/** Rolling deployments and those that shift traffic do not take over from each other half-way. */
function validateStrategy(
  { deploymentConfiguration, deployments }: Service,
  given: DeploymentConfiguration,
): void {
  if (shiftsTraffic(deploymentConfiguration) === shiftsTraffic(given)) return;
  if (deployments.length === 1 && deployments[0]?.rolloutState !== 'IN_PROGRESS') return;
  throw invalidParameter(
    `The deployment strategy cannot be changed from ${deploymentConfiguration.strategy ?? 'ROLLING'} to ${given.strategy ?? 'ROLLING'} while a deployment is in progress. Wait until the service has one deployment, or stop the one in progress with StopServiceDeployment.`,
  );
}

/** What an update changes of a service whoever deploys it; no member is undefined. */
function settingsChanged(service: Service, input: Input<'UpdateService'>) {
  const { healthCheckGracePeriodSeconds } = input;
  return {
    placementConstraints: input.placementConstraints ?? service.placementConstraints,
    placementStrategy: input.placementStrategy ?? service.placementStrategy,
    ...(healthCheckGracePeriodSeconds === undefined ? {} : { healthCheckGracePeriodSeconds }),
    enableECSManagedTags: input.enableECSManagedTags ?? service.enableECSManagedTags,
    enableExecuteCommand: input.enableExecuteCommand ?? service.enableExecuteCommand,
    propagateTags: input.propagateTags ?? service.propagateTags,
    availabilityZoneRebalancing:
      input.availabilityZoneRebalancing ?? service.availabilityZoneRebalancing,
  };
}

function touchTasks(tx: Transaction, serviceArn: string): void {
  for (const id of tx.state.deploymentsByService.get(serviceArn) ?? []) {
    const tasks = tx.state.tasksByDeployment.get(id);
    for (const { starting, healthy } of tasks === undefined ? [] : [tasks, tasks.draining]) {
      for (const taskArn of [...starting, ...healthy]) tx.touchTask(taskArn);
    }
  }
}

const placedOn = (
  launch: { readonly platformVersion?: string | undefined },
  { placementConstraints }: TaskDefinition,
) => ({
  onFargate: launch.platformVersion !== undefined,
  fromTaskDefinition: placementConstraints?.length ?? 0,
});

/** Only what a task is made of needs a new deployment; counts and percentages do not. */
const sameTarget = (primary: Deployment, target: DeploymentTarget): boolean =>
  primary.taskDefinition === target.taskDefinition &&
  primary.platformVersion === target.platformVersion &&
  primary.launchType === target.launchType &&
  alike(primary.capacityProviderStrategy, target.capacityProviderStrategy) &&
  alike(primary.networkConfiguration, target.networkConfiguration) &&
  alike(primary.loadBalancers, target.loadBalancers);

const alike = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export function deleteService(
  tx: Transaction,
  scope: Scope,
  input: Input<'DeleteService'>,
): CommandOutput<'DeleteService'> {
  const cluster = findCluster(tx.state, scope, input.cluster);
  const service = findService(tx.state, scope, cluster, input.service);
  const { serviceArn } = service;
  if (service.status === 'INACTIVE') {
    throw new Refusal('ServiceNotActiveException', 'Service was not ACTIVE.');
  }
  if (service.status === 'DRAINING') return { serviceArn };
  if (service.desiredCount > 0 && !input.force) {
    throw invalidParameter('The service cannot be stopped while it is scaled above 0.');
  }
  if ((service.taskSets ?? []).length > 0 && !input.force) {
    throw invalidParameter('The service cannot be stopped while deployments are active.');
  }
  tx.emit({ type: 'ServiceChanged', serviceArn, change: { status: 'DRAINING', desiredCount: 0 } });
  return { serviceArn };
}
