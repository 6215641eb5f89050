import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type {
  LoadBalancerConfiguration,
  TargetHealth,
} from '../../core/load-balancers/configuration.ts';
import type { Balancer } from './balancer.ts';
import { type ConfigurationFile, parseConfiguration } from './configuration-file.ts';
import { keyOf } from './health/reports.ts';
import type { Listeners } from './listeners.ts';
import { CONFIGURATION_PATH, COUNTS_PATH, HEALTH_PATH, LOG_PATH } from './surroundings.ts';

const SIGN_OF_LIFE_MS = 2000;

/** What the runtime asks for; who asks has been checked. */
export const control = async (
  balancer: Balancer,
  listeners: Listeners,
  file: ConfigurationFile,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  // Streams are silent for as long as nothing happens.
  request.socket.setTimeout(0);
  const asked = `${request.method} ${request.url}`;
  if (asked === `PUT ${CONFIGURATION_PATH}`) {
    let configuration: LoadBalancerConfiguration;
    try {
      configuration = parseConfiguration(await text(request));
      balancer.configure(configuration);
    } catch (error) {
      return void response.writeHead(400).end(`${error}\n`);
    }
    listeners.follow();
    await file.keep(configuration).then(
      () => response.writeHead(204).end(),
      (error) => response.writeHead(500).end(`Applied, but it could not be kept: ${error}\n`),
    );
  } else if (asked === `GET ${HEALTH_PATH}`) streamHealth(balancer, response);
  else if (asked === `GET ${LOG_PATH}`) streamLog(balancer, response);
  else if (asked === `GET ${COUNTS_PATH}`) response.end(JSON.stringify(balancer.counts));
  else response.writeHead(404).end(`No ${asked}.\n`);
};

/** A reader who is too slow gets the newest of each target, as soon as it reads. */
const streamHealth = ({ reports }: Balancer, response: ServerResponse): void => {
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
  const pending = new Map<string, TargetHealth>();
  const flush = (): void => {
    for (const [key, health] of pending) {
      if (response.writableNeedDrain) return;
      pending.delete(key);
      response.write(`${JSON.stringify(health)}\n`);
    }
  };
  const add = (health: TargetHealth): void => {
    pending.set(keyOf(health), health);
    flush();
  };
  response.flushHeaders();
  for (const health of reports.current) add(health);
  response.on('drain', flush);
  const stop = reports.follow(add);
  const alive = setInterval(() => {
    if (!response.writableNeedDrain) response.write('\n');
  }, SIGN_OF_LIFE_MS);
  response.on('close', () => {
    stop();
    clearInterval(alive);
  });
};

/** A reader who is too slow misses lines: AWS logs on a best-effort basis too. */
const streamLog = ({ log }: Balancer, response: ServerResponse): void => {
  response.writeHead(200, { 'Content-Type': 'text/plain' });
  response.flushHeaders();
  const { lines } = log;
  if (lines.length > 0) response.write(`${lines.join('\n')}\n`);
  const stop = log.follow((line) => {
    if (!response.writableNeedDrain) response.write(`${line}\n`);
  });
  response.on('close', stop);
};

export const knows = (token: string, authorization: string | undefined): boolean =>
  timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`));

const digest = (words: string): Buffer => createHash('sha256').update(words).digest();
