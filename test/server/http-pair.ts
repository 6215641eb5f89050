import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HttpPair extends AsyncDisposable {
  readonly url: string;
}

/** A server that leaves its answers to `answer`; closed with whatever is open. */
export const serveWith = async (
  answer: (response: ServerResponse, path: string) => void,
): Promise<HttpPair> => {
  const server = createServer((request, response) => answer(response, request.url ?? ''));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const isTcp = (it: unknown): it is AddressInfo => typeof it === 'object' && it !== null;
  if (!isTcp(address)) throw new Error('The server has no address.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
