import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaultList, FaultPicture, FaultRequest } from '../../server/api.ts';
import { RuntimeMissing } from '../lab/runtime-status.ts';

export interface Where {
  readonly endpoint: string;
  readonly account: string;
  readonly region: string;
  /** Where the runtime keeps its token. */
  readonly dataDir: string;
}

/** The runtime will not; `message` is its own. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

export const listFaults = (where: Where): Promise<FaultList> => send(where, '', 'vocabulary');

export const causeFault = (where: Where, request: FaultRequest): Promise<FaultPicture> =>
  send(where, '', 'targetArn', request);

export const undoFault = (where: Where, faultId: string): Promise<FaultPicture> =>
  send(where, `/${encodeURIComponent(faultId)}/undo`, 'targetArn', {});

/** GET, or POST of `body`; `member`: what an answer of the runtime has. */
async function send<T>(
  { endpoint, account, dataDir }: Where,
  path: string,
  member: string,
  body?: object,
): Promise<T> {
  const token = await readFile(join(dataDir, 'token'), 'utf8').catch(() => '');
  const response = await fetch(`${endpoint}/_workbook/faults${path}?account=${account}`, {
    signal: AbortSignal.timeout(30_000),
    ...(body === undefined
      ? {}
      : {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${token.trim() || 'none'}`,
          },
          body: JSON.stringify(body),
        }),
  }).catch((error: unknown) => {
    throw new RuntimeMissing(endpoint, { cause: error });
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok && isAnswer<T>(answer, member)) return answer;
  if (response.status === 401) {
    throw new Refused(
      `The runtime at ${endpoint} wants its token, and ${join(dataDir, 'token')} ${token === '' ? 'is not there' : 'has another one'}. Name the runtime's data folder: --data DIR`,
    );
  }
  const message = isAnswer<{ message: string }>(answer, 'message') ? answer.message : undefined;
  throw new Refused(
    message ??
      `What answers at ${endpoint} (with status ${response.status}) is no runtime of this workbook: expected one that npm start has started.`,
  );
}

const isAnswer = <T>(value: unknown, member: string): value is T =>
  typeof value === 'object' && value !== null && member in value;
