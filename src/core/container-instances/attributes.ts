import type { Scope } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { Refusal } from '../errors.ts';
import type { Transaction } from '../transaction.ts';

export function putAttributes(
  _tx: Transaction,
  _scope: Scope,
  _input: Commands['PutAttributes']['input'],
): CommandOutput<'PutAttributes'> {
  throw new Refusal('UnsupportedFeatureException', 'Not supported by this runtime yet.');
}

export function deleteAttributes(
  _tx: Transaction,
  _scope: Scope,
  _input: Commands['DeleteAttributes']['input'],
): CommandOutput<'DeleteAttributes'> {
  throw new Refusal('UnsupportedFeatureException', 'Not supported by this runtime yet.');
}
