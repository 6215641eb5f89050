import type { Failure } from '@aws-sdk/client-ecs';

/** How describe operations answer for a name that nothing has. */
export const missing = (arn: string): Failure => ({ arn, reason: 'MISSING' });
