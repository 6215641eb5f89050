import type { FaultList, FaultPicture, FaultRequest } from '../../src/server/api.ts';
import { endpoint } from './runtime.ts';
import { token } from './token.ts';

export type FaultAnswer =
  | { readonly type: 'done' }
  | { readonly type: 'unauthorized' }
  /** `message` for people. */
  | { readonly type: 'refused'; readonly message: string };

/** The vocabulary of the runtime; undefined: it does not answer. */
export const vocabulary = async (): Promise<FaultList['vocabulary'] | undefined> => {
  const response = await fetch(endpoint('faults')).catch(() => undefined);
  if (response?.ok !== true) return undefined;
  const list: FaultList = await response.json();
  return list.vocabulary;
};

export const causeFault = (request: FaultRequest): Promise<FaultAnswer> => post('faults', request);

export const undoFault = ({ faultId }: FaultPicture): Promise<FaultAnswer> =>
  post(`faults/${faultId}/undo`, {});

/** Asked once only: again could be twice. */
const post = async (path: string, body: object): Promise<FaultAnswer> => {
  const response = await fetch(endpoint(path), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token() ?? ''}` },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  if (response === undefined) {
    return { type: 'refused', message: 'The runtime does not answer. Is npm start still running?' };
  }
  if (response.status === 401) return { type: 'unauthorized' };
  if (response.ok) return { type: 'done' };
  const { message }: { message?: unknown } = await response.json().catch(() => ({}));
  return {
    type: 'refused',
    message: String(message ?? `The runtime answered ${response.status}.`),
  };
};
