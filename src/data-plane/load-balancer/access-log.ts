import { RequestCounts } from './request-counts.ts';

/** What the access log tells of one request; see AWS: Access log entries. */
export interface AccessLogEntry {
  readonly type: 'http' | 'ws';
  /** When it came, and when its answer had gone, in milliseconds since 1970. */
  readonly receivedAt: number;
  readonly endedAt: number;
  readonly loadBalancer: string;
  readonly client: string;
  readonly target: string | undefined;
  /** In seconds; -1: it did not come to that. */
  readonly requestProcessingTime: number;
  readonly targetProcessingTime: number;
  readonly responseProcessingTime: number;
  readonly statusCode: number;
  readonly targetStatusCode: number | undefined;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string;
  readonly userAgent: string | undefined;
  readonly targetGroupArn: string | undefined;
  readonly traceId: string | undefined;
  /** 0: the default rule; undefined: none was looked at. */
  readonly rulePriority: number | undefined;
  readonly action: 'forward' | 'redirect' | 'fixed-response' | undefined;
  readonly redirectUrl: string | undefined;
}

/** AWS: user agents longer than 8 KB are truncated. */
const MAX_USER_AGENT = 8 * 1024;

/** One line as ALB writes it, without an end. What does not exist here is `-`. */
export const accessLogLine = (entry: AccessLogEntry): string =>
  [
    entry.type,
    microseconds(entry.endedAt),
    entry.loadBalancer,
    entry.client,
    entry.target ?? '-',
    seconds(entry.requestProcessingTime),
    seconds(entry.targetProcessingTime),
    seconds(entry.responseProcessingTime),
    entry.statusCode,
    entry.targetStatusCode ?? '-',
    entry.receivedBytes,
    entry.sentBytes,
    quoted(`${entry.method} ${entry.url} HTTP/${entry.httpVersion}`),
    quoted(entry.userAgent?.slice(0, MAX_USER_AGENT)),
    '-', // ssl_cipher
    '-', // ssl_protocol
    entry.targetGroupArn ?? '-',
    quoted(entry.traceId),
    quoted(undefined), // domain_name
    quoted(undefined), // chosen_cert_arn
    entry.rulePriority ?? '-',
    microseconds(entry.receivedAt),
    quoted(entry.action),
    quoted(entry.redirectUrl),
    quoted(undefined), // error_reason
    quoted(entry.target),
    quoted(entry.targetStatusCode?.toString()),
    quoted(undefined), // classification
    quoted(undefined), // classification_reason
  ].join(' ');

const microseconds = (time: number): string => new Date(time).toISOString().replace('Z', '000Z');

const seconds = (time: number): string => (time < 0 ? '-1' : time.toFixed(3));

/** Whoever reads a line splits it at spaces and quotes, and at its end. */
const quoted = (text: string | undefined): string =>
  `"${(text ?? '-').replace(/["\\]|[^\x20-\x7e]/g, (sign) => `\\x${(sign.codePointAt(0) ?? 0).toString(16).padStart(2, '0').toUpperCase()}`)}"`;

const KEPT = 1000;

/** The newest entries, made into lines only for those who read them. */
export class AccessLog {
  /** Of all entries, kept or not. */
  readonly counts = new RequestCounts();
  readonly #newest: AccessLogEntry[] = [];
  #oldest = 0;
  readonly #followers = new Set<(line: string) => void>();

  add(entry: AccessLogEntry): void {
    this.counts.add(entry.statusCode);
    if (this.#newest.length < KEPT) this.#newest.push(entry);
    else {
      this.#newest[this.#oldest] = entry;
      this.#oldest = (this.#oldest + 1) % KEPT;
    }
    if (this.#followers.size === 0) return;
    const line = accessLogLine(entry);
    for (const follower of this.#followers) follower(line);
  }

  /** The newest 1,000 at most, oldest first. */
  get lines(): string[] {
    return [...this.#newest.slice(this.#oldest), ...this.#newest.slice(0, this.#oldest)].map(
      accessLogLine,
    );
  }

  /** Calls for every line from now on, until what it answers is called. */
  follow(follower: (line: string) => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }
}
