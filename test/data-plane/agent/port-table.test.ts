import { connect, createServer, type Server, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { PortTable } from '../../../src/data-plane/agent/port-table.ts';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** A program in a container; answers its port. */
const program = async (serve: (socket: Socket) => void): Promise<number> => {
  const server = createServer({ allowHalfOpen: true }, serve);
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

/** All that is answered to what is said, with our side ended at once. */
const say = async (port: number, words: string): Promise<Buffer> => {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  socket.end(words);
  return buffer(socket);
};

const wish = (containerPort: number, hostPort = 0) =>
  ({ containerPort, hostPort, protocol: 'tcp' }) as const;

describe('ports of an instance', () => {
  it('carry all bytes both ways, though one side ends early', async () => {
    const long = 'cat '.repeat(2 ** 20);
    const port = await program((socket) => {
      let asked = 0;
      socket.on('data', (chunk) => {
        asked += chunk.length;
      });
      socket.on('end', () => socket.end(`${asked} ${long}`));
    });
    const table = new PortTable();
    const [mapping] = await table.map('web', [wish(port)]);
    table.locate('web', '127.0.0.1');
    const answer = await say(mapping?.hostPort ?? 0, long);
    expect(answer.equals(Buffer.from(`${long.length} ${long}`))).toBe(true);
    await table.release('web');
  });

  it('are given all or none, and the same again', async () => {
    const table = new PortTable();
    const [first] = await table.map('first', [wish(80)]);
    const taken = first?.hostPort ?? 0;
    expect(await table.map('first', [wish(80)])).toEqual([first]);

    const second = table.map('second', [wish(80), wish(81, taken)]);
    await expect(second).rejects.toThrow(
      `Bind for 0.0.0.0:${taken} failed: port is already allocated`,
    );
    expect(table.keys()).toEqual(['first']);

    await table.release('first');
    expect(await table.map('second', [wish(81, taken)])).toEqual([wish(81, taken)]);
    for (const key of table.keys()) await table.release(key);
  });

  it('are not given where a program listens already', async () => {
    const port = await program(() => {});
    const table = new PortTable();
    await expect(table.map('web', [wish(80, port)])).rejects.toThrow('address already in use');
  });

  it('break off where no container listens', async () => {
    const table = new PortTable();
    const [mapping] = await table.map('web', [wish(9)]);
    await expect(say(mapping?.hostPort ?? 0, 'hello')).rejects.toThrow('ECONNRESET');
    table.locate('web', '127.0.0.1');
    await expect(say(mapping?.hostPort ?? 0, 'hello')).rejects.toThrow('ECONNRESET');
    await table.release('web');
  });
});
