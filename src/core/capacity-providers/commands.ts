import type { Scope } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { Refusal } from '../errors.ts';
import type { Transaction } from '../transaction.ts';

export function createCapacityProvider(
  _tx: Transaction,
  _scope: Scope,
  _input: Commands['CreateCapacityProvider']['input'],
): CommandOutput<'CreateCapacityProvider'> {
  throw new Refusal('UnsupportedFeatureException', 'Not supported by this runtime yet.');
}

export function deleteCapacityProvider(
  _tx: Transaction,
  _scope: Scope,
  _input: Commands['DeleteCapacityProvider']['input'],
): CommandOutput<'DeleteCapacityProvider'> {
  throw new Refusal('UnsupportedFeatureException', 'Not supported by this runtime yet.');
}

export function putClusterCapacityProviders(
  _tx: Transaction,
  _scope: Scope,
  _input: Commands['PutClusterCapacityProviders']['input'],
): CommandOutput<'PutClusterCapacityProviders'> {
  throw new Refusal('UnsupportedFeatureException', 'Not supported by this runtime yet.');
}
