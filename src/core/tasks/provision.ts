import type { Effect } from '../effects.ts';
import type { Task, TaskDefinition } from '../model/index.ts';

/** The effect that gives a task its network. */
export const provisionEffect = (task: Task, taskDefinition: TaskDefinition): Effect => ({
  type: 'ProvisionTask',
  taskArn: task.taskArn,
  networkMode: taskDefinition.networkMode,
  availabilityZone: task.availabilityZone,
  subnetId: task.networkInterface?.subnetId,
  containerInstanceArn: task.containerInstanceArn,
  portMappings: taskDefinition.containerDefinitions.flatMap((one) => one.portMappings ?? []),
});
