import type { IncomingMessage } from 'node:http';
import { type ControlPlane, Unavailable } from '../../control-plane/control-plane.ts';
import { scopeOf } from '../../core/arn.ts';
import type { Commands } from '../../core/commands.ts';
import { Refusal } from '../../core/errors.ts';
import { FAULTS, isFault } from '../../core/faults/faults.ts';
import { type FaultPlan, planFault } from '../../core/faults/plan.ts';
import type { FaultList, FaultPicture, FaultRequest } from '../api.ts';
import { readBody } from '../body.ts';
import { faultPicture } from './fault-picture.ts';
import { HttpError } from './http-error.ts';

const BODY_LIMIT = 4 * 1024;

/** The vocabulary, and what was caused in that account, in all regions. */
export const listFaults = (controlPlane: ControlPlane, account: string): FaultList => ({
  now: controlPlane.now(),
  timeScale: controlPlane.timeScale,
  vocabulary: FAULTS,
  faults: [...controlPlane.state.faults.values()]
    .filter((fault) => fault.account === account)
    .map(faultPicture)
    .reverse(),
});

/**
 * Causes the fault that the request's body asks for, in that account, or says what it would do.
 * Without a region it is that of the target's ARN or zone, or the runtime's own. Throws `HttpError`:
 * 400 for what cannot be meant, 409 for what the engine cannot do, 503 when it is away.
 */
export async function causeFault(
  controlPlane: ControlPlane,
  account: string,
  ownRegion: string,
  request: IncomingMessage,
): Promise<FaultPicture> {
  const asked = readRequest((await readBody(request, BODY_LIMIT)).toString());
  const { fault, target, container, seconds, delay, region, preview } = asked;
  const scope = { account, region: region ?? regionOf(target) ?? ownRegion };
  const input: Commands['InjectFault']['input'] = {
    fault,
    target,
    containerName: container,
    duration: seconds === undefined ? undefined : seconds * 1000,
    delay,
  };
  return refusing(async () => {
    const plan = planFault(controlPlane.state, scope, input, controlPlane);
    await checkEngine(controlPlane, plan);
    if (preview !== true) {
      const { faultId } = await controlPlane.execute('InjectFault', scope, input);
      return known(controlPlane, faultId);
    }
    const beganAt = controlPlane.now();
    const endsAt = beganAt + plan.duration;
    const endedAt = plan.duration === 0 ? beganAt : null;
    return faultPicture({ ...plan, fault, beganAt, endsAt, endedAt, failure: null });
  });
}

/** Ends a fault of that account before its time. Throws `HttpError`. */
export async function undoFault(
  controlPlane: ControlPlane,
  account: string,
  faultId: string,
): Promise<FaultPicture> {
  const fault = controlPlane.state.faults.get(faultId);
  if (fault?.account !== account) {
    const ids = listFaults(controlPlane, account)
      .faults.filter(({ endedAt }) => endedAt === null)
      .map((one) => one.faultId);
    const there = ids.length === 0 ? 'None is in force.' : `In force: ${ids.join(', ')}.`;
    throw new HttpError(404, `Account ${account} has no fault "${faultId.slice(0, 80)}". ${there}`);
  }
  return refusing(async () => {
    await controlPlane.execute('UndoFault', fault, { faultId });
    return known(controlPlane, faultId);
  });
}

function known({ state }: ControlPlane, faultId: string): FaultPicture {
  const fault = state.faults.get(faultId);
  if (fault === undefined) throw new Error(`The fault ${faultId} was caused and is not there.`);
  return faultPicture(fault);
}

const regionOf = (target: string): string | undefined => {
  if (target.startsWith('arn:')) return scopeOf(target).region;
  return /^([a-z]{2}(?:-[a-z]+)+-\d)[a-z]$/.exec(target)?.[1];
};

async function checkEngine({ engine }: ControlPlane, { disturbances }: FaultPlan): Promise<void> {
  if (!engine.status.available) throw new HttpError(503, engine.status.reason);
  for (const { taskArn, disturbance } of disturbances) {
    const whyNot = await engine.whyNotDisturb(taskArn, disturbance);
    if (whyNot !== undefined) throw new HttpError(409, whyNot);
  }
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) throw new HttpError(400, error.message);
    if (error instanceof Unavailable) throw new HttpError(503, error.message);
    throw error;
  }
}

function readRequest(body: string): FaultRequest {
  const value = parsed(body);
  if (typeof value !== 'object' || value === null) throw illFormed(body);
  const get = (name: keyof FaultRequest): unknown => Reflect.get(value, name);
  const fault = get('fault');
  const target = get('target');
  if (typeof target !== 'string' || target === '' || typeof fault !== 'string')
    throw illFormed(body);
  if (!isFault(fault)) {
    const known = Object.keys(FAULTS).join(', ');
    throw new HttpError(400, `There is no fault "${fault.slice(0, 80)}". There are: ${known}.`);
  }
  const region = get('region');
  if (region !== undefined && (typeof region !== 'string' || !/^[a-z0-9-]{1,32}$/.test(region)))
    throw unexpected('a region such as us-east-1', region);
  const container = get('container');
  if (container !== undefined && typeof container !== 'string')
    throw unexpected('the name of a container', container);
  const seconds = numberOr(get('seconds'), 'a number of seconds');
  const delay = numberOr(get('delay'), 'a number of milliseconds');
  return { fault, target, container, seconds, delay, region, preview: get('preview') === true };
}

const numberOr = (value: unknown, expected: string): number | undefined => {
  if (value === undefined || typeof value === 'number') return value;
  throw unexpected(expected, value);
};

const unexpected = (expected: string, found: unknown) =>
  new HttpError(400, `Expected ${expected}; found ${JSON.stringify(found)?.slice(0, 80)}.`);

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
    `Expected {"fault": "${Object.keys(FAULTS).join('" | "')}", "target": "ID, ARN, zone or service"}; found ${body.slice(0, 80) || 'nothing'}.`,
  );
