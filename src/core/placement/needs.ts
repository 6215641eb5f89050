import type { Resources, TaskDefinition, TaskOverride } from '../model/index.ts';

/** What a task of that definition reserves of its container instance. */
export function needsOf(taskDefinition: TaskDefinition, overrides?: TaskOverride): Resources {
  void taskDefinition;
  void overrides;
  return { cpu: 0, memoryMiB: 0, ports: [], networkInterfaces: 0, gpus: 0 };
}

/** Attributes that its container instance must have. */
export const requiredAttributesOf = (taskDefinition: TaskDefinition): string[] => {
  void taskDefinition;
  return [];
};
