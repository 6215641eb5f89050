import type { IncomingMessage } from 'node:http';

/** The body was longer than allowed. It has been read to its end (or the sender was cut off). */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
  constructor(readonly limit: number) {
    super(`The body of the request is longer than ${limit} bytes.`);
  }
}

/** The sender went away before the end of the body. */
export class BodyAborted extends Error {
  override readonly name = 'BodyAborted';
}

/** Beyond this the rest of a body that is too large is not even read for the sake of an answer. */
const PATIENCE = 64 * 2 ** 20;

/**
 * Reads a whole body of at most `limit` bytes. A longer one is read on and dropped, since many
 * clients read no answer before they have sent everything; rejects with `BodyTooLarge` then.
 */
export const readBody = (request: IncomingMessage, limit: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let length = 0;
    let over = false;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else {
        chunks = [];
        if (length > PATIENCE) request.destroy();
      }
    });
    request.on('end', () => {
      over = true;
      if (length > limit) reject(new BodyTooLarge(limit));
      else resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length));
    });
    const aborted = () => {
      if (!over) reject(new BodyAborted('The sender went away.'));
      over = true;
    };
    request.on('error', aborted);
    request.on('close', aborted);
  });
