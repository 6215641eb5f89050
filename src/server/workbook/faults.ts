import type { IncomingMessage } from 'node:http';
import { type ControlPlane, Unavailable } from '../../control-plane/control-plane.ts';
import { scopeOf } from '../../core/arn.ts';
import { Refusal } from '../../core/errors.ts';
import { FAULTS, isFault } from '../../core/faults/faults.ts';
import type { FaultInjected, FaultRequest } from '../api.ts';
import { readBody } from '../body.ts';
import { HttpError } from './http-error.ts';

const BODY_LIMIT = 4 * 1024;

/**
 * Causes the fault that the request's body asks for, in that account. Without a region it is that
 * of the target's ARN, or the runtime's own. Throws `HttpError`.
 */
export async function causeFault(
  controlPlane: ControlPlane,
  account: string,
  ownRegion: string,
  request: IncomingMessage,
): Promise<FaultInjected> {
  const { fault, target, region } = readRequest((await readBody(request, BODY_LIMIT)).toString());
  const ofTarget = target.startsWith('arn:') ? scopeOf(target).region : undefined;
  const scope = { account, region: region ?? ofTarget ?? ownRegion };
  try {
    const { targetArn } = await controlPlane.execute('InjectFault', scope, { fault, target });
    return { fault, targetArn };
  } catch (error) {
    if (error instanceof Refusal) throw new HttpError(400, error.message);
    if (error instanceof Unavailable) throw new HttpError(503, error.message);
    throw error;
  }
}

function readRequest(body: string): FaultRequest {
  const value = parsed(body);
  if (typeof value !== 'object' || value === null) throw illFormed(body);
  const { fault, target, region } = {
    fault: undefined,
    target: undefined,
    region: undefined,
    ...value,
  };
  if (typeof target !== 'string' || target === '' || typeof fault !== 'string')
    throw illFormed(body);
  if (!isFault(fault)) {
    const known = Object.keys(FAULTS).join(', ');
    throw new HttpError(
      400,
      `There is no fault "${String(fault).slice(0, 80)}". There are: ${known}.`,
    );
  }
  if (region !== undefined && (typeof region !== 'string' || !/^[a-z0-9-]{1,32}$/.test(region)))
    throw new HttpError(
      400,
      `Expected a region such as us-east-1; found ${JSON.stringify(region)}.`,
    );
  return { fault, target, region };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const illFormed = (body: string) =>
  new HttpError(
    400,
    `Expected {"fault": "${Object.keys(FAULTS).join('" | "')}", "target": "ID or ARN"}; found ${body.slice(0, 80) || 'nothing'}.`,
  );
