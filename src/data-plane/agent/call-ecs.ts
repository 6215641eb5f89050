import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Surroundings } from './instance.ts';

/** The API's refusal; anything else that goes wrong is a connection's error. */
export class EcsError extends Error {
  override readonly name = 'EcsError';
  constructor(
    readonly type: string,
    message: string,
  ) {
    super(`${type}: ${message}`);
  }
}

const PATIENCE = 10_000;

/** One call of the ECS API, for the account and region of the instance. */
export const callEcs = async (
  { instance, endpoint }: Surroundings,
  operation: string,
  input: object,
): Promise<Record<string, unknown>> => {
  const [, , , region, account] = instance.instanceArn.split(':');
  const date = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const { status, body } = await post(endpoint, JSON.stringify(input), {
    'Content-Type': 'application/x-amz-json-1.1',
    'X-Amz-Target': `AmazonEC2ContainerServiceV20141113.${operation}`,
    // Says whose call it is; the runtime verifies no signatures.
    Authorization: `AWS4-HMAC-SHA256 Credential=${account}/${date}/${region}/ecs/aws4_request, SignedHeaders=host, Signature=0`,
  });
  const answer: Record<string, unknown> = JSON.parse(body);
  if (status === 200) return answer;
  // 5xx: the runtime's own trouble, which passes.
  if (status >= 500) throw new Error(`${operation}: HTTP ${status} ${body}`);
  const type = String(answer.__type ?? status);
  throw new EcsError(type.slice(type.indexOf('#') + 1), String(answer.message ?? body));
};

const post = (
  endpoint: string,
  body: string,
  headers: Record<string, string>,
): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    const asked = request(endpoint, { method: 'POST', headers, agent: false, timeout: PATIENCE });
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${PATIENCE} ms`)));
    asked.on('error', reject);
    asked.on('response', (answer) => {
      const status = answer.statusCode ?? 0;
      text(answer).then((found) => resolve({ status, body: found }), reject);
    });
    asked.end(body);
  });
