import type { Scope } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { Refusal } from '../errors.ts';
import type { Transaction } from '../transaction.ts';

export function startTask(
  _tx: Transaction,
  _scope: Scope,
  _input: Commands['StartTask']['input'],
): CommandOutput<'StartTask'> {
  throw new Refusal('UnsupportedFeatureException', 'Not supported by this runtime yet.');
}
