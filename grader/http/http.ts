import { request } from 'node:http';
import type { Task } from '@aws-sdk/client-ecs';
import type { LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { CheckContext } from '../check.ts';
import { eventually, type Patience } from '../eventually.ts';
import { taskId } from '../expect/tasks.ts';
import { Unmet } from '../unmet.ts';
import { type Place, reach, reachInstance, reachLoadBalancer } from './reach.ts';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

export interface HttpExpectation extends Patience {
  /** Port of the container, of the EC2 instance or of the listener; default 80. */
  readonly port?: number | undefined;
  /** Default `/`. */
  readonly path?: string | undefined;
  /** Default 200. */
  readonly status?: number | undefined;
  readonly body?: RegExp | undefined;
  /** In words: `a page with a cat`. */
  readonly expected: string;
}

/** Milliseconds a web app may take to answer, and the bytes of its answer that are read. */
const PATIENCE = 5_000;
const MOST = 1_000_000;

/**
 * Asks the task for a page. Symptoms: `refused` (nothing listens, or it does not answer),
 * `unreachable` (no public address), `differs`.
 */
export const http = (
  context: CheckContext,
  task: Task,
  { port = 80, ...expectation }: HttpExpectation,
): Promise<Answer> =>
  ask(context, expectation, {
    what: `task ${taskId(task).slice(0, 8)}, port ${port}`,
    reach: () => reach(context, task, port),
  });

/** Asks an EC2 instance for a page, whichever task has the port there. Symptoms as of `http`. */
export const httpOfInstance = (
  context: CheckContext,
  instanceId: string,
  { port = 80, ...expectation }: HttpExpectation,
): Promise<Answer> =>
  ask(context, expectation, {
    what: `instance ${instanceId}, port ${port}`,
    reach: () => reachInstance(context, instanceId, port),
  });

/** Asks a load balancer for a page, whichever target answers. Symptoms as of `http`. */
export const httpOfLoadBalancer = (
  context: CheckContext,
  loadBalancer: LoadBalancer,
  { port = 80, ...expectation }: HttpExpectation,
): Promise<Answer> =>
  ask(context, expectation, {
    what: `load balancer ${loadBalancer.LoadBalancerName}, port ${port}`,
    reach: async () => reachLoadBalancer(context, loadBalancer, port),
  });

const ask = (
  context: CheckContext,
  { path = '/', status = 200, body, expected, ...patience }: Omit<HttpExpectation, 'port'>,
  { what, reach }: { readonly what: string; readonly reach: () => Promise<Place> },
): Promise<Answer> =>
  eventually(patience, context.signal, async () => {
    const place = await reach();
    const where = `${path} of ${what}`;
    const answer = await get(place, path, context.signal).catch((error: unknown) => {
      context.signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      throw new Unmet({
        expected,
        observed: `no answer at ${where}: ${reason}`,
        symptom: 'refused',
      });
    });
    if (answer.status === status && (body === undefined || body.test(answer.body))) return answer;
    const refused = [502, 503, 504].includes(answer.status);
    throw new Unmet({
      expected,
      observed:
        answer.status === status
          ? `${where} answers ${answer.status}, with something else`
          : `${where} answers ${answer.status}`,
      symptom: refused ? 'refused' : 'differs',
    });
  });

const get = ({ host, port, name }: Place, path: string, signal: AbortSignal): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const call = request(
      { host, port, path, headers: { host: name, connection: 'close' }, timeout: PATIENCE, signal },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size <= MOST) chunks.push(chunk);
          else call.destroy(new Error(`the answer is longer than ${MOST} bytes`));
        });
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? '',
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    call.on('timeout', () => call.destroy(new Error(`nothing came for ${PATIENCE} ms`)));
    call.on('error', reject);
    call.end();
  });
