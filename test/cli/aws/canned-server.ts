import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

/** What to answer an operation: a body of JSON, or an error of the service. */
export type CannedAnswer = object | { readonly error: string; readonly message: string };

export interface ReceivedCall {
  readonly operation: string;
  readonly input: unknown;
  readonly authorization: string;
  readonly host: string;
}

/** A server that answers recorded responses, for clients of JSON protocols. */
export interface CannedServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly calls: ReceivedCall[];
}

/** Answers each operation with what `answer` says; an operation it does not know is an error. */
export async function startCannedServer(
  answer: (operation: string, input: Record<string, unknown>) => CannedAnswer | undefined,
): Promise<CannedServer> {
  const calls: ReceivedCall[] = [];
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
    const input = JSON.parse((await readBody(request)) || '{}');
    const { authorization = '', host = '' } = request.headers;
    calls.push({ operation, input, authorization, host });
    const found = answer(operation, input) ?? { error: 'UnknownOperation', message: operation };
    const failed = 'error' in found;
    response.writeHead(failed ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(failed ? { __type: found.error, message: found.message } : found));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    calls,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}
