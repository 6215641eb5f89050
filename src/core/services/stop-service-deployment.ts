import type { Scope } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { Refusal } from '../errors.ts';
import type { Transaction } from '../transaction.ts';

export function stopServiceDeployment(
  _tx: Transaction,
  _scope: Scope,
  _input: Commands['StopServiceDeployment']['input'],
): CommandOutput<'StopServiceDeployment'> {
  throw new Refusal('UnsupportedFeatureException', 'Not supported by this runtime yet.');
}
