import type { Scope } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { Refusal } from '../errors.ts';
import type { Transaction } from '../transaction.ts';

export function registerContainerInstance(
  _tx: Transaction,
  _scope: Scope,
  _input: Commands['RegisterContainerInstance']['input'],
): CommandOutput<'RegisterContainerInstance'> {
  throw new Refusal('UnsupportedFeatureException', 'Not supported by this runtime yet.');
}

export function deregisterContainerInstance(
  _tx: Transaction,
  _scope: Scope,
  _input: Commands['DeregisterContainerInstance']['input'],
): CommandOutput<'DeregisterContainerInstance'> {
  throw new Refusal('UnsupportedFeatureException', 'Not supported by this runtime yet.');
}

export function updateContainerInstancesState(
  _tx: Transaction,
  _scope: Scope,
  _input: Commands['UpdateContainerInstancesState']['input'],
): CommandOutput<'UpdateContainerInstancesState'> {
  throw new Refusal('UnsupportedFeatureException', 'Not supported by this runtime yet.');
}

export function updateContainerAgent(
  _tx: Transaction,
  _scope: Scope,
  _input: Commands['UpdateContainerAgent']['input'],
): CommandOutput<'UpdateContainerAgent'> {
  throw new Refusal('UnsupportedFeatureException', 'Not supported by this runtime yet.');
}
