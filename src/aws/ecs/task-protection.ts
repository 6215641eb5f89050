import type {
  GetTaskProtectionRequest,
  GetTaskProtectionResponse,
  ProtectedTask,
  UpdateTaskProtectionRequest,
  UpdateTaskProtectionResponse,
} from '@aws-sdk/client-ecs';
import { findCluster } from '../../core/find.ts';
import type { Task } from '../../core/model/task.ts';
import { isProtected, protectableTasks } from '../../core/tasks/protection.ts';
import type { Context } from '../operation.ts';
import { checkLength } from './limits.ts';

export async function updateTaskProtection(
  { controlPlane, scope }: Context,
  input: UpdateTaskProtectionRequest,
): Promise<UpdateTaskProtectionResponse> {
  const { taskArns, failures } = await controlPlane.execute('UpdateTaskProtection', scope, input);
  const tasks = taskArns.flatMap((arn) => controlPlane.state.tasks.get(arn) ?? []);
  return {
    protectedTasks: tasks.map((task) => renderProtection(task, controlPlane.now())),
    failures: [...failures],
  };
}

export function getTaskProtection(
  { controlPlane, scope }: Context,
  { cluster: clusterName, tasks = [] }: GetTaskProtectionRequest,
): GetTaskProtectionResponse {
  checkLength('tasks', tasks, 100);
  const { state } = controlPlane;
  const cluster = findCluster(state, scope, clusterName);
  const { protectable, failures } = protectableTasks(state, scope, cluster, tasks);
  const now = controlPlane.now();
  return { protectedTasks: protectable.map((task) => renderProtection(task, now)), failures };
}

function renderProtection(task: Task, now: number): ProtectedTask {
  const { taskArn, protectedUntil } = task;
  const protectionEnabled = isProtected(task, now);
  return {
    taskArn,
    protectionEnabled,
    expirationDate:
      protectionEnabled && typeof protectedUntil === 'number'
        ? new Date(protectedUntil)
        : undefined,
  };
}
