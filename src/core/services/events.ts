import { nameOf } from '../arn.ts';
import type { Service, ServiceEvent, TaskSource } from '../model/index.ts';
import type { Transaction } from '../transaction.ts';
import { uuid } from '../uuid.ts';

/** A message that the service would only repeat is not repeated for so long (AWS: six hours). */
const REPEAT_AFTER = 6 * 3_600_000;

/**
 * Adds "(service NAME) MESSAGE" to the service's events, unless that is what it said last. Of what
 * befalls a task set it says "(service NAME, taskSet ID)".
 */
export function addEvent(
  tx: Transaction,
  service: Service,
  text: string,
  source?: TaskSource,
): void {
  put(tx, service, text, ([last]) => (last === undefined ? [] : [last]), source);
}

/** The same for what happened: if it happens once more it is said once more. */
export function addEventAgain(tx: Transaction, service: Service, text: string): void {
  put(tx, service, text, () => []);
}

/** The same for what goes on while other things happen: not while any event still says it. */
export function addEventOnce(
  tx: Transaction,
  service: Service,
  text: string,
  source?: TaskSource,
): void {
  put(tx, service, text, (events) => events, source);
}

function put(
  tx: Transaction,
  { serviceArn, serviceName }: Service,
  text: string,
  recent: (events: readonly ServiceEvent[]) => readonly ServiceEvent[],
  source?: TaskSource,
): void {
  const taskSet = source !== undefined && 'taskSetArn' in source ? `, taskSet ${source.id}` : '';
  const message = `(service ${serviceName}${taskSet}) ${text}`;
  const events = tx.state.services.get(serviceArn)?.events ?? [];
  const said = recent(events).some(
    (event) => event.message === message && tx.env.now - event.createdAt < REPEAT_AFTER,
  );
  if (said) return;
  const id = uuid(tx.env.ids.hex(32));
  const event = { id, createdAt: tx.env.now, message };
  tx.emit({ type: 'ServiceEventAdded', serviceArn, event });
}

/** "has started 2 tasks: (task a) (task b)." */
export const tasksMessage = (verb: string, noun: string, taskArns: readonly string[]): string => {
  const tasks = taskArns.map((arn) => `(task ${nameOf(arn)})`).join(' ');
  return `has ${verb} ${taskArns.length} ${noun}${taskArns.length === 1 ? '' : 's'}: ${tasks}.`;
};
