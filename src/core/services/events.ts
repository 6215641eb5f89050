import { nameOf } from '../arn.ts';
import type { Service } from '../model/index.ts';
import type { Transaction } from '../transaction.ts';
import { uuid } from '../uuid.ts';

/** A message that the service would only repeat is not repeated for so long (AWS: six hours). */
const REPEAT_AFTER = 6 * 3_600_000;

/** Adds "(service NAME) MESSAGE" to the service's events, unless that is what it said last. */
export function addEvent(
  tx: Transaction,
  { serviceArn, serviceName }: Service,
  text: string,
): void {
  const message = `(service ${serviceName}) ${text}`;
  const last = tx.state.services.get(serviceArn)?.events[0];
  if (last?.message === message && tx.env.now - last.createdAt < REPEAT_AFTER) return;
  const id = uuid(tx.env.ids.hex(32));
  const event = { id, createdAt: tx.env.now, message };
  tx.emit({ type: 'ServiceEventAdded', serviceArn, event });
}

/** "has started 2 tasks: (task a) (task b)." */
export const tasksMessage = (verb: string, noun: string, taskArns: readonly string[]): string => {
  const tasks = taskArns.map((arn) => `(task ${nameOf(arn)})`).join(' ');
  return `has ${verb} ${taskArns.length} ${noun}${taskArns.length === 1 ? '' : 's'}: ${tasks}.`;
};
