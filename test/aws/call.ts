import { type AwsFront, type AwsResponse, awsFront } from '../../src/aws/front.ts';
import type { ControlPlane } from '../../src/control-plane/control-plane.ts';

export const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=111122223333/20260101/us-east-1/ecs/aws4_request, SignedHeaders=host, Signature=0';

const PREFIXES = { ecs: 'AmazonEC2ContainerServiceV20141113', logs: 'Logs_20140328' } as const;

/** A JSON 1.1 request straight to a front; `body` is sent as it is when it is a string. */
export async function call(
  front: AwsFront,
  service: keyof typeof PREFIXES,
  operation: string,
  body: unknown,
): Promise<{ response: AwsResponse; status: number; json: Record<string, unknown> }> {
  const response = await front.answer({
    method: 'POST',
    url: '/',
    headers: {
      authorization: AUTHORIZATION,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `${PREFIXES[service]}.${operation}`,
    },
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  });
  const text = response.body.toString();
  return { response, status: response.status, json: text === '' ? {} : JSON.parse(text) };
}

/** A front that keeps what it reports of its own errors. */
export function reportingFront(controlPlane: ControlPlane) {
  const reported: string[] = [];
  const front = awsFront(controlPlane, (message, error) =>
    reported.push(`${message} ${error instanceof Error ? error.stack : error}`),
  );
  return { front, reported };
}
