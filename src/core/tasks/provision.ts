import type { Effect } from '../effects.ts';
import type { Task, TaskDefinition } from '../model/index.ts';
import type { State } from '../state.ts';

/** The EC2 instance that the task is on, if it is on one that we started. */
export const instanceArnOf = (state: State, task: Task): string | undefined =>
  state.containerInstances.get(task.containerInstanceArn ?? '')?.instanceArn;

/** The effect that gives a task its network. */
export const provisionEffect = (
  state: State,
  task: Task,
  taskDefinition: TaskDefinition,
): Effect => ({
  type: 'ProvisionTask',
  taskArn: task.taskArn,
  networkMode: taskDefinition.networkMode,
  availabilityZone: task.availabilityZone,
  subnetId: task.networkInterface?.subnetId,
  containerInstanceArn: task.containerInstanceArn,
  instanceArn: instanceArnOf(state, task),
  portMappings: taskDefinition.containerDefinitions.flatMap((one) => one.portMappings ?? []),
});
