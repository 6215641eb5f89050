import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { ask, requestsPerSecond } from '../../src/cli/bench/load.ts';
import { awsRequest } from '../../src/cli/bench/requests.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(status: number, body: string, seen: string[] = []): Promise<number> {
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    seen.push(`${request.headers['x-amz-target']} ${text}`);
    response.writeHead(status, { 'content-length': Buffer.byteLength(body) });
    // In pieces, so that answers come in several parts.
    for (const part of [body.slice(0, 3), body.slice(3)]) response.write(part);
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('load', () => {
  test('asks as an SDK does and answers the body', async () => {
    const seen: string[] = [];
    const port = await serve(200, '{"a":"ü"}', seen);
    expect(await ask(port, awsRequest(port, 'ListClusters', '{"x":1}'))).toBe('{"a":"ü"}');
    expect(seen).toEqual(['AmazonEC2ContainerServiceV20141113.ListClusters {"x":1}']);
  });

  test('counts what was answered, no more', async () => {
    const seen: string[] = [];
    const port = await serve(200, '{"services":[]}', seen);
    const seconds = 0.2;
    const request = awsRequest(port, 'ListClusters', '{}');
    const rate = await requestsPerSecond(port, request, { seconds, connections: 4 });
    expect(rate).toBeGreaterThan(0);
    expect(rate * seconds).toBeLessThanOrEqual(seen.length);
  });

  test('an answer that is not 200 is no request served', async () => {
    const port = await serve(400, '{"__type":"ClientException"}');
    const request = awsRequest(port, 'ListClusters', '{}');
    const load = requestsPerSecond(port, request, { seconds: 0.2, connections: 2 });
    await expect(load).rejects.toThrow('Answered 400: {"__type":"ClientException"}');
    await expect(ask(port, request)).rejects.toThrow('Answered 400');
  });
});
