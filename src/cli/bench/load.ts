import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

export interface Load {
  readonly seconds: number;
  readonly connections: number;
}

/** What a server made of a load. */
export interface Served {
  readonly perSecond: number;
  /** Milliseconds within which 99 of 100 requests were answered. */
  readonly p99: number;
}

/** Requests a second that a server on this machine answers; see `serve`. */
export const requestsPerSecond = async (
  port: number,
  request: Buffer,
  load: Load,
): Promise<number> => (await serve(port, request, load)).perSecond;

/**
 * Loads a server on this machine: `connections` kept alive, each sending the same request again as
 * soon as it is answered. Written on bare sockets because a client that costs more than the server
 * would hide what the server costs. Throws for an answer that is not 200 and for one that is lost.
 */
export async function serve(
  port: number,
  request: Buffer,
  { seconds, connections }: Load,
): Promise<Served> {
  const start = performance.now();
  const end = start + seconds * 1000;
  const times = await Promise.all(
    Array.from({ length: connections }, () => keepAsking(port, request, end)),
  );
  const taken = (performance.now() - start) / 1000;
  const all = Float64Array.from(times.flat()).sort();
  const p99 = all[Math.floor(all.length * 0.99)] ?? Number.NaN;
  return { perSecond: all.length / taken, p99 };
}

/** Asks once on a connection of its own; answers the body. Throws for an answer that is not 200. */
export async function ask(port: number, request: Buffer): Promise<string> {
  const socket = await open(port);
  try {
    const answers = new Answers();
    const answered = new Promise<string>((resolve, reject) => {
      socket.on('data', (chunk: Buffer) => {
        const [answer] = answers.add(chunk);
        if (answer === undefined) return;
        const body = answer.body.toString('utf8');
        if (answer.status === 200) resolve(body);
        else reject(new Error(`Answered ${answer.status}: ${body}`));
      });
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('The connection was closed without an answer.')));
    });
    socket.write(request);
    return await answered;
  } finally {
    socket.destroy();
  }
}

/** Milliseconds that each request took. */
async function keepAsking(port: number, request: Buffer, end: number): Promise<number[]> {
  const socket = await open(port);
  const answers = new Answers();
  const times: number[] = [];
  let asked = performance.now();
  try {
    await new Promise<void>((resolve, reject) => {
      socket.on('data', (chunk: Buffer) => {
        for (const { status, body } of answers.add(chunk)) {
          if (status !== 200) reject(new Error(`Answered ${status}: ${body.toString('utf8')}`));
          const now = performance.now();
          times.push(now - asked);
          asked = now;
          if (now < end) socket.write(request);
          else resolve();
        }
      });
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('The server closed the connection.')));
      socket.write(request);
    });
  } finally {
    socket.destroy();
  }
  return times;
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** Cuts what comes in into whole answers. */
class Answers {
  #received: Buffer = Buffer.alloc(0);

  add(chunk: Buffer): Answer[] {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const answers: Answer[] = [];
    for (let answer = this.#take(); answer !== undefined; answer = this.#take())
      answers.push(answer);
    return answers;
  }

  #take(): Answer | undefined {
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd < 0) return undefined;
    const head = this.#received.toString('latin1', 0, headEnd);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined) throw new Error(`Expected an answer with a length, found:\n${head}`);
    const bodyStart = headEnd + HEAD_END.length;
    const bodyEnd = bodyStart + Number(length);
    if (this.#received.length < bodyEnd) return undefined;
    const body = this.#received.subarray(bodyStart, bodyEnd);
    this.#received = this.#received.subarray(bodyEnd);
    return { status: Number(head.slice(9, 12)), body };
  }
}
