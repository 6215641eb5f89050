import type { Scope } from '../arn.ts';
import type { Deployment, LaunchType, Service, Tag, TaskDefinition } from '../model/index.ts';
import { defaultSubnets, type Subnet } from '../network/default-vpc.ts';
import type { State } from '../state.ts';
import { createTask, managedTags } from '../tasks/create-task.ts';
import type { Transaction } from '../transaction.ts';
import { addEvent, tasksMessage } from './events.ts';

export const NO_INSTANCES =
  'was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster.';

/** Starts so many tasks of that deployment, each in the zone that has the fewest of the service. */
export function startTasks(
  tx: Transaction,
  scope: Scope,
  service: Service,
  deployment: Deployment,
  n: number,
): void {
  const cluster = tx.state.clusters.get(service.clusterArn);
  const taskDefinition = tx.state.taskDefinitions.get(deployment.taskDefinition);
  if (cluster === undefined || taskDefinition === undefined) return;
  const { launchType, capacityProviderName } = launchOf(deployment);
  if (launchType !== 'FARGATE') {
    addEvent(tx, service, NO_INSTANCES);
    return;
  }
  const tags = [
    ...(service.enableECSManagedTags ? managedTags(cluster, service) : []),
    ...propagated(service, taskDefinition),
  ];
  const subnets = subnetsOf(scope, deployment);
  const started: string[] = [];
  for (let i = 0; i < n; i += 1) {
    const task = createTask(tx, {
      scope,
      cluster,
      taskDefinition,
      launchType,
      capacityProviderName,
      platformVersion: deployment.platformVersion,
      subnet: emptiest(tx.state, service, deployment, subnets),
      group: `service:${service.serviceName}`,
      startedBy: deployment.id,
      service,
      deploymentId: deployment.id,
      enableExecuteCommand: service.enableExecuteCommand,
      tags,
    });
    started.push(task.taskArn);
  }
  addEvent(tx, service, tasksMessage('started', 'task', started));
}

/** Launch type, by itself or through a FARGATE capacity provider. */
export function launchOf({
  launchType,
  capacityProviderStrategy,
}: Pick<Deployment, 'launchType' | 'capacityProviderStrategy'>): {
  readonly launchType: LaunchType;
  readonly capacityProviderName?: string | undefined;
} {
  const [first] = capacityProviderStrategy ?? [];
  if (first === undefined) return { launchType: launchType ?? 'EC2' };
  const capacityProviderName = first.capacityProvider;
  return {
    launchType: capacityProviderName?.startsWith('FARGATE') ? 'FARGATE' : 'EC2',
    capacityProviderName,
  };
}

const propagated = (service: Service, taskDefinition: TaskDefinition): readonly Tag[] => {
  if (service.propagateTags === 'SERVICE') return service.tags;
  return service.propagateTags === 'TASK_DEFINITION' ? taskDefinition.tags : [];
};

const subnetsOf = ({ region }: Scope, deployment: Deployment): Subnet[] => {
  const ids = deployment.networkConfiguration?.awsvpcConfiguration?.subnets;
  const all = defaultSubnets(region);
  return ids === undefined ? all : all.filter(({ subnetId }) => ids.includes(subnetId));
};

/**
 * The subnet whose zone has the fewest live tasks of the deployment, and of these the one with the
 * fewest of the service: older deployments are on their way out.
 */
function emptiest(
  { deploymentsByService, tasksByDeployment }: State,
  { serviceArn }: Service,
  { id }: Deployment,
  subnets: readonly Subnet[],
): Subnet {
  const all = [...(deploymentsByService.get(serviceArn) ?? [])];
  const tasksIn = (zone: string, deployments: readonly string[]): number =>
    deployments.reduce((n, one) => n + (tasksByDeployment.get(one)?.zones.get(zone) ?? 0), 0);
  const [emptiest] = subnets
    .map((subnet) => {
      const zone = subnet.availabilityZone;
      return { subnet, own: tasksIn(zone, [id]), service: tasksIn(zone, all) };
    })
    .sort((a, b) => a.own - b.own || a.service - b.service);
  if (emptiest === undefined) throw new Error('A deployment without a subnet was accepted');
  return emptiest.subnet;
}
