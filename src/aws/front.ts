import { randomUUID } from 'node:crypto';
import type { ControlPlane } from '../control-plane/control-plane.ts';
import { AwsError, toAwsError } from './aws-error.ts';
import { callerOf } from './caller.ts';
import type { Context } from './operation.ts';
import type { RoleSessions } from './role-sessions.ts';
import { addresseeOf, isForAws } from './route.ts';
import { type AwsRequest, type AwsResponse, headerOf } from './wire.ts';

export type { AwsRequest, AwsResponse } from './wire.ts';

/** Longest body that is read; real ECS takes far less (a task definition has at most 64 KiB). */
export const MAX_BODY_BYTES = 1024 * 1024;

/** The AWS API of this runtime, free of sockets. */
export interface AwsFront {
  /** Whether a request is one for AWS, by its head alone. */
  handles(request: Pick<AwsRequest, 'method' | 'url' | 'headers'>): boolean;
  /** Never rejects: every error has its form on the wire. */
  answer(request: AwsRequest): Promise<AwsResponse>;
}

/**
 * `report` hears of errors that are ours; the wire only carries their request id. `sessions` gives
 * out the credentials of roles; without it there are none.
 */
export function awsFront(
  controlPlane: ControlPlane,
  report: (message: string, error: unknown) => void = console.error,
  sessions?: RoleSessions,
): AwsFront {
  return {
    handles: isForAws,
    async answer(request) {
      const requestId = randomUUID();
      const { load, operationName, query } = addresseeOf(request);
      const { answer, protocol, faults } = await load();
      try {
        if (request.body.length > MAX_BODY_BYTES) throw bodyTooLarge(request.body.length);
        const caller = callerOf(request.headers, query, protocol.tokenFaults, sessions);
        const host = headerOf(request.headers, 'host');
        const context: Context = { controlPlane, host, sessions, ...caller };
        return await answer(operationName, request, context, requestId);
      } catch (error) {
        const awsError = toAwsError(error, faults);
        if (awsError.status === 500) {
          report(`${operationName} failed, request ${requestId}:`, awsError.cause);
        }
        return protocol.writeError(awsError, requestId);
      }
    },
  };
}

const bodyTooLarge = (found: number) =>
  new AwsError(
    'RequestEntityTooLargeException',
    `The body has ${found} bytes; at most ${MAX_BODY_BYTES} are read.`,
    413,
  );
