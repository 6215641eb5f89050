import type { Task } from '@aws-sdk/client-ecs';
import type { LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { CheckContext } from '../check.ts';
import { eventually, type Patience } from '../eventually.ts';
import { isNotInEvidence } from '../evidence/not-in-evidence.ts';
import { taskId } from '../expect/tasks.ts';
import { Unmet } from '../unmet.ts';
import type { Page, Place } from './get-page.ts';
import { reachInstance, reachLoadBalancer, reachTask } from './reach.ts';

/** Who is asked: a task; an EC2 instance (its id), whichever task has the port there; a load balancer. */
export type Asked =
  | { readonly task: Task }
  | { readonly instance: string }
  | { readonly loadBalancer: LoadBalancer };

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

/**
 * Asks for a page: a task, an EC2 instance, or a load balancer, whichever of its targets answers.
 * Symptoms: `refused` (nothing listens, or it does not answer), `unreachable` (no public address),
 * `differs`.
 */
export const http = (
  context: CheckContext,
  asked: Asked,
  { port = 80, path = '/', status = 200, body, expected, ...patience }: HttpExpectation,
): Promise<Page> => {
  const where = `${path} of ${inWords(asked)}, port ${port}`;
  const visit = {};
  return eventually(patience, context, async () => {
    const place = await reach(context, asked, port);
    const { signal } = context;
    const answer = await context.getPage({ place, path, signal, visit }).catch((error: unknown) => {
      signal.throwIfAborted();
      if (isNotInEvidence(error)) throw error;
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
};

const inWords = (asked: Asked): string => {
  if ('task' in asked) return `task ${taskId(asked.task).slice(0, 8)}`;
  if ('instance' in asked) return `instance ${asked.instance}`;
  return `load balancer ${asked.loadBalancer.LoadBalancerName}`;
};

const reach = async (context: CheckContext, asked: Asked, port: number): Promise<Place> => {
  if ('task' in asked) return reachTask(context, asked.task, port);
  if ('instance' in asked) return reachInstance(context, asked.instance, port);
  return reachLoadBalancer(context, asked.loadBalancer, port);
};
