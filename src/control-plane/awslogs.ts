import { scopeOf } from '../core/arn.ts';
import type { EngineEffect } from '../core/effects.ts';
import type { Observation } from '../core/observations.ts';
import type { LogStore } from './logs/log-store.ts';

const GROUP_MISSING =
  'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: ' +
  'failed to create Cloudwatch log stream: ResourceNotFoundException: ' +
  'The specified log group does not exist.';

/**
 * Makes the log stream of a container that is about to start, as the `awslogs` driver does. Answers
 * what to observe instead of starting it when that fails as it would on ECS; undefined: go on.
 */
export function prepareLogs(logs: LogStore, effect: EngineEffect): Observation | undefined {
  if (effect.type !== 'StartContainer' || effect.container.awslogs === undefined) return undefined;
  const { taskArn, container } = effect;
  const { group, stream, region, createGroup } = effect.container.awslogs;
  const scope = { account: scopeOf(taskArn).account, region };
  if (createGroup) logs.createGroup(scope, group);
  if (logs.group(scope, group) === undefined) {
    return {
      type: 'ContainerStartFailed',
      taskArn,
      containerName: container.name,
      reason: GROUP_MISSING,
    };
  }
  logs.createStream(scope, group, stream);
  return undefined;
}
