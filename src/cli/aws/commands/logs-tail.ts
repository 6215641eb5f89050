import { missingOptions, type OptionSpecification, parseOptions } from '../command-line/options.ts';
import { isLocal } from '../invoke/configuration.ts';
import type { Plain, PlainObject } from '../invoke/plain.ts';
import { isPlainObject } from '../invoke/plain.ts';
import type { Operation } from '../model/service.ts';
import type { Session } from '../session.ts';
import { CommandError, unknownOptions, usageError } from '../usage.ts';
import { readSince } from './since.ts';

const FORMATS = ['detailed', 'short', 'json'];

export const tailSpecifications: readonly OptionSpecification[] = [
  { option: '--since', destination: 'since', takes: 'value' },
  { option: '--follow', destination: 'follow', takes: 'nothing', value: true },
  { option: '--format', destination: 'format', takes: 'value', choices: FORMATS },
  { option: '--filter-pattern', destination: 'filterPattern', takes: 'value' },
  { option: '--log-stream-names', destination: 'logStreamNames', takes: 'values' },
  { option: '--log-stream-name-prefix', destination: 'logStreamNamePrefix', takes: 'value' },
];

/** Between two looks at a group that is followed. */
const FOLLOW_SECONDS = { aws: 5, local: 1 };

/**
 * `aws logs tail GROUP`: the events of a log group, oldest first, and with `--follow` those to come
 * until Ctrl-C.
 */
export async function runLogsTail(session: Session, args: readonly string[]): Promise<void> {
  const { surroundings, loaded, configuration } = session;
  const { values, unknown, words } = parseOptions(tailSpecifications, args, {
    abbreviations: true,
  });
  const [logGroupName, ...more] = words;
  const missing = missingOptions(tailSpecifications, values);
  if (logGroupName === undefined) missing.unshift('group_name');
  if (missing.length > 0) {
    throw usageError(`the following arguments are required: ${missing.join(', ')}`);
  }
  if (unknown.length + more.length > 0) {
    const known = tailSpecifications.map(({ option }) => option);
    throw unknownOptions([...unknown, ...more], known);
  }
  const operation = loaded.service.operations.get('filter-log-events');
  if (operation === undefined) throw new CommandError('No operation filter-log-events');
  const since = values.get('since');
  const request = Object.fromEntries(
    ['filterPattern', 'logStreamNames', 'logStreamNamePrefix']
      .filter((name) => values.has(name))
      .map((name) => [name, values.get(name)]),
  );
  const printer = eventPrinter(values.get('format'), surroundings.print);
  const reader = new EventReader(session, operation, { ...request, logGroupName });
  const start = readSince(typeof since === 'string' ? since : '10m', surroundings.now());
  await reader.read(start, printer);
  if (values.get('follow') !== true) return;
  const seconds = isLocal(configuration.endpoint) ? FOLLOW_SECONDS.local : FOLLOW_SECONDS.aws;
  // There is no other way to end it, so that is no failure.
  surroundings.setInterruptStatus(0);
  for (;;) {
    await surroundings.sleep(seconds * 1000);
    await reader.read(start, printer);
  }
}

interface LogEvent {
  readonly id: string;
  readonly timestamp: number;
  readonly stream: string;
  readonly message: string;
}

/** Reads each event once: it goes on from the newest time seen and knows the events of that time. */
class EventReader {
  readonly #session: Session;
  readonly #operation: Operation;
  readonly #request: object;
  #newest: number | undefined;
  #seen = new Set<string>();

  constructor(session: Session, operation: Operation, request: object) {
    this.#session = session;
    this.#operation = operation;
    this.#request = request;
  }

  async read(start: number, print: (event: LogEvent) => void): Promise<void> {
    const startTime = this.#newest ?? start;
    let nextToken: Plain | undefined;
    do {
      const page: PlainObject = await this.#session.call(this.#operation, {
        ...this.#request,
        startTime,
        ...(typeof nextToken === 'string' ? { nextToken } : {}),
      });
      for (const event of readEvents(page.events)) this.#take(event, print);
      nextToken = page.nextToken;
    } while (typeof nextToken === 'string');
  }

  #take(event: LogEvent, print: (event: LogEvent) => void): void {
    if (this.#seen.has(event.id)) return;
    if (this.#newest === undefined || event.timestamp > this.#newest) {
      this.#newest = event.timestamp;
      this.#seen = new Set();
    }
    if (event.timestamp === this.#newest) this.#seen.add(event.id);
    print(event);
  }
}

function readEvents(events: Plain | undefined): LogEvent[] {
  if (!Array.isArray(events)) return [];
  return events.filter(isPlainObject).map((event) => ({
    id: String(event.eventId ?? ''),
    timestamp: Number(event.timestamp ?? 0),
    stream: String(event.logStreamName ?? ''),
    message: String(event.message ?? ''),
  }));
}

function eventPrinter(format: unknown, print: (text: string) => void): (event: LogEvent) => void {
  return ({ timestamp, stream, message }) => {
    const time = new Date(timestamp).toISOString();
    const text = message.trimEnd();
    if (format === 'short') print(`${time.slice(0, 19)} ${text}\n`);
    else if (format === 'json') print(`${time.slice(0, 19)} ${indentedJson(text)}\n`);
    else print(`${time.slice(0, 23)}000+00:00 ${stream} ${text}\n`);
  };
}

function indentedJson(text: string): string {
  try {
    return `\n${JSON.stringify(JSON.parse(text), null, 4)}`;
  } catch {
    return text;
  }
}
