import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { App, Raw } from './app.ts';
import { CHECK, configuration, group } from './configurations.ts';
import { ask, connected, Program, until } from './program.ts';

let program: Program;
beforeAll(async () => {
  program = await Program.start();
});
afterAll(() => program[Symbol.asyncDispose]());

const MB = 1024 * 1024;
const SIZE = 200 * MB;
/** More than the program needs for what is between the two sides. */
const GROWTH = 80 * MB;

/** The most memory that the program has ever had. */
const peak = (): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${program.pid}/status`, 'utf8'))?.[1]) * 1024;

const length = async (stream: AsyncIterable<Buffer>): Promise<number> => {
  let all = 0;
  for await (const chunk of stream) all += chunk.length;
  return all;
};

function* body() {
  const chunk = Buffer.alloc(MB, 'x');
  for (let sent = 0; sent < SIZE; sent += chunk.length) yield chunk;
}

it.runIf(process.platform === 'linux')(
  'bodies of 200 MB go through both ways, chunked, in bounded memory',
  async () => {
    await using app = await App.start('app', async (asked, response) => {
      if (asked.method === 'GET') await pipeline(body(), response);
      else response.end(`${await length(asked)}`);
    });
    await program.serve(configuration([group('one', [app.port])]));
    await ask(program.port, '/', { method: 'POST', body: 'warm' });
    const before = peak();
    const asked = request({ host: '127.0.0.1', port: program.port, method: 'POST' });
    void pipeline(body(), asked);
    const [answer] = await once(asked, 'response');
    expect(await text(answer)).toBe(`${SIZE}`);

    const [answered] = await once(get({ host: '127.0.0.1', port: program.port }), 'response');
    expect(await length(answered)).toBe(SIZE);
    expect(peak() - before).toBeLessThan(GROWTH);
  },
);

it.runIf(process.platform === 'linux')(
  'a client that does not read stops the target, and a target that does not read the client',
  async () => {
    let written = 0;
    await using endless = await Raw.start((socket) => {
      const chunk = Buffer.alloc(MB, 'x');
      const write = () => {
        while (socket.writable && socket.write(chunk)) written += chunk.length;
      };
      socket.once('data', (head: Buffer) => {
        socket.pause();
        if (head.toString().startsWith('POST')) return;
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.on('drain', write);
        write();
      });
    });
    await program.serve(
      configuration([group('raw', [endless.port], { healthCheck: { ...CHECK, protocol: 'TCP' } })]),
    );
    const before = peak();
    const reader = await connected(program.port);
    reader.on('error', () => {});
    reader.pause();
    reader.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    const settled = async (value: () => number) => {
      let last = -1;
      let since = performance.now();
      await until(() => {
        if (value() !== last) since = performance.now();
        last = value();
        return last > 0 && performance.now() - since > 300;
      });
    };
    await settled(() => written);

    const sender = request({ host: '127.0.0.1', port: program.port, method: 'POST' });
    sender.on('error', () => {});
    let accepted = 0;
    const chunk = Buffer.alloc(MB, 'x');
    const send = () => {
      while (!sender.destroyed && sender.write(chunk)) accepted += chunk.length;
    };
    sender.on('drain', () => {
      accepted += chunk.length;
      send();
    });
    send();
    await settled(() => accepted);
    expect(written + accepted).toBeLessThan(SIZE);
    expect(peak() - before).toBeLessThan(GROWTH);
    reader.destroy();
    sender.destroy();
    await until(() => {
      // Whoever does not read does not notice that nobody is there any more.
      for (const socket of endless.sockets) socket.resume();
      return endless.sockets.size === 0;
    });
  },
);
