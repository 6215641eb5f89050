import type { LaunchType as SdkLaunchType } from '@aws-sdk/client-ecs';
import { Refusal } from '../../core/errors.ts';
import type { LaunchType } from '../../core/model/task.ts';

/** Launch types that the orchestrator knows; throws UnsupportedFeatureException for others. */
export function supportedLaunchType(launchType: SdkLaunchType | undefined): LaunchType | undefined {
  if (launchType !== 'MANAGED_INSTANCES') return launchType;
  throw new Refusal(
    'UnsupportedFeatureException',
    'The launch type MANAGED_INSTANCES is not available here. Use FARGATE or EC2.',
  );
}
