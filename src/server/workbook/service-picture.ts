import { nameOf } from '../../core/arn.ts';
import type { Deployment, Service } from '../../core/model/service.ts';
import { healthyFloor, taskCeiling } from '../../core/services/plan.ts';
import { shiftStoryOf } from '../../core/services/shift/roles.ts';
import { sharesOfTarget } from '../../core/services/shift/weights.ts';
import type { State } from '../../core/state.ts';
import type { DeploymentPicture, ServicePicture } from '../api.ts';

/** A service: what it wants, what it has, and what the rolling rule lets a deployment do. */
export const servicePicture = (state: State, service: Service): ServicePicture => {
  const { desiredCount, deploymentConfiguration } = service;
  const deployments = service.deployments.map((deployment) => deploymentPicture(state, deployment));
  const ids = state.deploymentsByService.get(service.serviceArn) ?? [];
  const ready = [...ids].map((id) => state.tasksByDeployment.get(id)?.healthy.size ?? 0);
  return {
    name: service.serviceName,
    status: service.status,
    desiredCount,
    runningCount: sum(deployments.map(({ runningCount }) => runningCount)),
    pendingCount: sum(deployments.map(({ pendingCount }) => pendingCount)),
    healthyCount: sum(ready),
    floor: healthyFloor(desiredCount, deploymentConfiguration.minimumHealthyPercent),
    ceiling: taskCeiling(desiredCount, deploymentConfiguration.maximumPercent),
    strategy: deploymentConfiguration.strategy ?? 'ROLLING',
    deployments,
    events: service.events
      .slice(0, 10)
      .map(({ createdAt, message }) => ({ at: createdAt, message })),
  };
};

const deploymentPicture = (state: State, deployment: Deployment): DeploymentPicture => {
  const tasks = state.tasksByDeployment.get(deployment.id);
  const story = deployment.status === 'PRIMARY' ? shiftStoryOf(state, deployment) : undefined;
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: nameOf(deployment.taskDefinition),
    desiredCount: deployment.desiredCount,
    runningCount: tasks?.runningCount ?? 0,
    pendingCount: tasks?.pendingCount ?? 0,
    failedTasks: deployment.failedTasks,
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
    shift: story && {
      stage: story.shift.stage,
      productionPercent: sharesOfTarget(story).production,
    },
  };
};

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);
