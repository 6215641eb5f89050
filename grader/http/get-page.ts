import { request } from 'node:http';

/** Where to connect to and what to call it. */
export interface Place {
  readonly host: string;
  readonly port: number;
  /** Sent as `Host`. */
  readonly name: string;
}

export interface PageRequest {
  readonly place: Place;
  readonly path: string;
  readonly signal: AbortSignal;
  /**
   * The same object for all tries of one visit. What was answered last is what the visitor saw:
   * that is what evidence keeps.
   */
  readonly visit: object;
}

export interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Rejects when nothing answers, or too late, or too much. */
export type GetPage = (request: PageRequest) => Promise<Page>;

/** Milliseconds a web app may take to answer, and the bytes of its answer that are read. */
const PATIENCE = 5_000;
const MOST = 1_000_000;

/** Asks over the network. */
export const getPage: GetPage = ({ place: { host, port, name }, path, signal }) =>
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
