import { instanceArn, type Scope } from '../arn.ts';
import type { Instance } from '../model/index.ts';
import type { State } from '../state.ts';
import { instancesNotFound, malformedInstanceId, missingParameter } from './errors.ts';

export const isInstanceId = (text: string): boolean => /^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(text);

/**
 * The instances of those ids, each once, in the order given, whatever their state; throws
 * MissingParameter, InvalidInstanceID.Malformed or InvalidInstanceID.NotFound.
 */
export function findInstances(
  state: State,
  scope: Scope,
  ids: readonly string[] | undefined,
): Instance[] {
  if (ids === undefined || ids.length === 0) throw missingParameter('InstanceId');
  const malformed = ids.find((id) => !isInstanceId(id));
  if (malformed !== undefined) throw malformedInstanceId(malformed);
  const unique = [...new Set(ids)];
  const missing = unique.filter((id) => !state.instances.has(instanceArn(scope, id)));
  if (missing.length > 0) throw instancesNotFound(missing);
  return unique.flatMap((id) => state.instances.get(instanceArn(scope, id)) ?? []);
}
