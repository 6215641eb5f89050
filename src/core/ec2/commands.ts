import type { Scope } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { Refusal } from '../errors.ts';
import type { Transaction } from '../transaction.ts';

const notYet = () => new Refusal('UnsupportedOperation', 'Not supported by this runtime yet.');

export function runInstances(
  _tx: Transaction,
  _scope: Scope,
  _input: Commands['RunInstances']['input'],
): CommandOutput<'RunInstances'> {
  throw notYet();
}

export function startInstances(
  _tx: Transaction,
  _scope: Scope,
  _input: Commands['StartInstances']['input'],
): CommandOutput<'StartInstances'> {
  throw notYet();
}

export function stopInstances(
  _tx: Transaction,
  _scope: Scope,
  _input: Commands['StopInstances']['input'],
): CommandOutput<'StopInstances'> {
  throw notYet();
}

export function terminateInstances(
  _tx: Transaction,
  _scope: Scope,
  _input: Commands['TerminateInstances']['input'],
): CommandOutput<'TerminateInstances'> {
  throw notYet();
}

export function tagInstances(
  _tx: Transaction,
  _scope: Scope,
  _input: Commands['TagInstances']['input'],
): CommandOutput<'TagInstances'> {
  throw notYet();
}
