import { type Json, member } from './json.ts';

const TARGETS = {
  ecs: 'AmazonEC2ContainerServiceV20141113',
  logs: 'Logs_20140328',
} as const;

export type Answer =
  | { readonly type: 'done'; readonly output: Json }
  /** `message` for people. */
  | { readonly type: 'failed'; readonly message: string };

const account = (): string => {
  const found = new URLSearchParams(location.search).get('account') ?? '';
  return /^\d{12}$/.test(found) ? found : '000000000000';
};

/** Asks the runtime's AWS API, as `aws` does; it verifies no signatures, and reading needs no token. */
export const askAws = async (
  service: keyof typeof TARGETS,
  operation: string,
  region: string,
  input: object,
): Promise<Answer> => {
  const scope = `${account()}/20260101/${region}/${service}/aws4_request`;
  const response = await fetch('/', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `${TARGETS[service]}.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify(input),
  }).catch(() => undefined);
  if (response === undefined)
    return { type: 'failed', message: 'The runtime does not answer. Is npm start still running?' };
  const output: Json = await response.json().catch((): Json => null);
  if (response.ok) return { type: 'done', output };
  const message = member(output, 'message') ?? member(output, 'Message');
  return { type: 'failed', message: String(message ?? `The runtime answered ${response.status}.`) };
};
