import { isLocal } from '../invoke/configuration.ts';
import { ServiceError } from '../invoke/errors.ts';
import type { PlainObject } from '../invoke/plain.ts';
import { compileQuery, type Query } from '../output/query.ts';
import { parseOperationOptions, readInput } from '../parameters/operation-input.ts';
import type { Session } from '../session.ts';
import { CommandError, invalidChoice, usageError } from '../usage.ts';
import { type Acceptor, type Waiter, waitersOf } from './waiters.ts';

/** A runtime on this machine is asked often; the time until giving up stays the same. */
const LOCAL_DELAY_SECONDS = 1;

/** `aws ecs wait …`, `aws ec2 wait …`: polls until the condition holds. */
export async function runWait(session: Session, args: readonly string[]): Promise<void> {
  const [name, ...rest] = args;
  if (name === undefined) throw usageError('the following arguments are required: subcommand');
  const waiters = waitersOf(session.loaded.service.name);
  const waiter = waiters[name];
  if (waiter === undefined) throw invalidChoice('subcommand', name, Object.keys(waiters));
  const operation = session.loaded.service.operations.get(waiter.operation);
  if (operation === undefined) throw new CommandError(`No operation ${waiter.operation}`);
  const input = readInput(operation, parseOperationOptions(operation, rest));
  await poll(session, waiter, () => session.call(operation, input));
}

async function poll(
  { configuration, surroundings }: Session,
  waiter: Waiter,
  fetchState: () => Promise<PlainObject>,
): Promise<void> {
  const acceptors = await Promise.all(waiter.acceptors.map(compile));
  const local = isLocal(configuration.endpoint);
  const delaySeconds = local ? LOCAL_DELAY_SECONDS : waiter.delaySeconds;
  const attempts = Math.ceil((waiter.maxAttempts * waiter.delaySeconds) / delaySeconds);
  for (let attempt = 1; ; attempt++) {
    const response = await fetchState().catch((error: unknown) => {
      if (!(error instanceof ServiceError)) throw error;
      if (waiter.goodErrors?.includes(error.code)) return undefined;
      if (waiter.retriedErrors?.includes(error.code)) return {};
      throw failed(waiter, error.message.trim());
    });
    if (response === undefined) return;
    const met = acceptors.find(({ holds }) => holds(response));
    if (met?.acceptor.state === 'success') return;
    if (met !== undefined) {
      throw failed(waiter, `Waiter encountered a terminal failure state: ${explain(met.acceptor)}`);
    }
    if (attempt >= attempts) throw failed(waiter, 'Max attempts exceeded');
    await surroundings.sleep(delaySeconds * 1000);
  }
}

async function compile(
  acceptor: Acceptor,
): Promise<{ acceptor: Acceptor; holds: (response: PlainObject) => boolean }> {
  const query: Query = await compileQuery(acceptor.expression);
  return {
    acceptor,
    holds: (response) => {
      const found = query(response);
      if (acceptor.matches === 'value') return found === acceptor.expected;
      if (!Array.isArray(found) || found.length === 0) return false;
      return acceptor.matches === 'any'
        ? found.includes(acceptor.expected)
        : found.every((each) => each === acceptor.expected);
    },
  };
}

function explain({ matches, expression, expected }: Acceptor): string {
  const path = `For expression "${expression}"`;
  if (matches === 'value') return `${path} we matched expected path: "${expected}"`;
  if (matches === 'all') return `${path} all members matched expected path: "${expected}"`;
  return `${path} we matched expected path: "${expected}" at least once`;
}

function failed(waiter: Waiter, reason: string): CommandError {
  return new CommandError(`\nWaiter ${waiter.name} failed: ${reason}`);
}
