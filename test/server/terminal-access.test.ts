import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { TERMINAL_LIMITS, type TerminalLimits } from '../../src/server/terminal/limits.ts';
import { TerminalEndpoint } from '../../src/server/terminal/terminal-endpoint.ts';
import { findProgram } from '../../src/workbook/shell/find-program.ts';
import { eventually } from './eventually.ts';
import { openRuntime } from './open-runtime.ts';
import { openTerminal, SILENT, type TerminalClient } from './terminal-client.ts';

const TOKEN = 'a-token-for-tests-only';

/** The terminals behind a listener of their own, each with plain `sh`. */
const setUp = async (limits: Partial<TerminalLimits> = {}) => {
  const shells: (string | null)[] = [];
  const endpoint = new TerminalEndpoint({
    tools: {
      async terminalShell(lab) {
        shells.push(lab);
        const program = findProgram('sh') ?? '';
        const environment = { ...process.env, PS1: '$ ' };
        return { program, args: ['-i'], folder: tmpdir(), environment, bracketedPaste: false };
      },
      progress: (lab) => Promise.reject(new Error(`Nothing is kept of ${lab} here.`)),
    },
    token: TOKEN,
    report: () => {},
    limits: { ...TERMINAL_LIMITS, ...limits },
  });
  const server = createServer();
  server.on('upgrade', (request, socket, head) => endpoint.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const isTcp = (it: unknown): it is AddressInfo => typeof it === 'object' && it !== null;
  const address = server.address();
  if (!isTcp(address)) throw new Error('The server has no address.');
  const { port } = address;
  return {
    shells,
    port,
    open: (lab: string | null = null) => openTerminal(port, { token: TOKEN, lab }),
    async [Symbol.asyncDispose]() {
      await endpoint.close();
      server.close();
    },
  };
};

const closedWith = (page: TerminalClient) => eventually(() => page.closed);

describe('a terminal is only for pages of this runtime', () => {
  it.each([
    ['a foreign page', { origin: 'http://evil.example' }],
    ["a task's page", { origin: `http://${'0'.repeat(32)}.task.localhost` }],
    ['a page without an origin', { origin: 'null' }],
    ['a page of another port', { origin: 'http://localhost:1' }],
    ['a name that was pointed at this machine', { host: 'evil.example' }],
    ['another site, says the browser', { 'sec-fetch-site': 'cross-site' }],
  ])('refuses %s', async (_what, headers) => {
    await using runtime = await openRuntime();
    using page = openTerminal(runtime.port, { token: runtime.token }, headers);
    expect(await closedWith(page)).toBe(403);
  });

  it('refuses what is no page', async () => {
    await using terminals = await setUp();
    using page = openTerminal(terminals.port, { token: TOKEN }, { origin: '' });
    expect(await closedWith(page)).toBe(403);
  });

  it.each(['', 'wrong', `${TOKEN}x`])('starts nothing with the token "%s"', async (token) => {
    await using terminals = await setUp();
    using page = openTerminal(terminals.port, { token });
    await closedWith(page);
    expect(page.messages).toEqual([
      { type: 'refused', reason: 'token', message: expect.stringContaining('needs the token') },
    ]);
    expect(terminals.shells).toEqual([]);
  });

  it.each([
    '{"type":"input","data":"id\\r"}',
    `{"type":"open","token":"${TOKEN}","account":"../..","lab":null,"columns":80,"rows":24}`,
    `{"type":"open","token":"${TOKEN}","account":"000000000000","lab":"../x","columns":80,"rows":24}`,
    `{"type":"open","token":"${TOKEN}","account":"000000000000","lab":null,"columns":1e9,"rows":24}`,
    'nonsense',
  ])('starts nothing for %s', async (text) => {
    await using terminals = await setUp();
    using page = openTerminal(terminals.port, SILENT);
    await eventually(() => page.isOpen);
    page.sendText(text);
    expect(await closedWith(page)).toBe(1008);
    expect(terminals.shells).toEqual([]);
  });
});

describe('the terminals are bounded', () => {
  it('closes a connection that says nothing, and one that says too much', async () => {
    await using terminals = await setUp({ handshake: 50, message: 10_000 });
    using silent = openTerminal(terminals.port, SILENT);
    expect(await closedWith(silent)).toBe(1006);
    using page = terminals.open();
    await page.shows('$');
    page.type('x'.repeat(20_000));
    expect(await closedWith(page)).toBe(1009);
  });

  it('has so many connections', async () => {
    await using terminals = await setUp({ connections: 1 });
    using one = terminals.open();
    await one.shows('$');
    using two = terminals.open();
    expect(await closedWith(two)).toBe(503);
  });

  it('ends the shell that no page shows for one more, and none that a page shows', async () => {
    await using terminals = await setUp({ sessions: 2 });
    using one = terminals.open('one');
    await one.shows('$');
    {
      using two = terminals.open('two');
      await two.shows('$');
      using refused = terminals.open('three');
      await closedWith(refused);
      expect(refused.messages).toEqual([
        { type: 'refused', reason: 'other', message: expect.stringContaining('2 terminals are') },
      ]);
    }
    const three = await eventually(async () => {
      const page = terminals.open('three');
      await eventually(() => page.messages[0]);
      return page.closed === undefined && page.messages[0]?.type === 'screen' ? page : undefined;
    });
    await three.shows('$');
    three[Symbol.dispose]();
    using again = terminals.open('one');
    await again.shows('$');
    expect(again.messages[0]).toMatchObject({ fresh: false });
  });

  it('ends a shell that no page has shown for long', async () => {
    await using terminals = await setUp({ unwatched: 50 });
    using watched = terminals.open('watched');
    await watched.shows('$');
    let pid = 0;
    {
      using page = terminals.open();
      page.type('echo "pid $$."\r');
      await page.shows(/pid \d+\./);
      pid = Number(/pid (\d+)\./.exec(page.text())?.[1]);
    }
    await eventually(() => {
      try {
        return !process.kill(pid, 0);
      } catch {
        return true;
      }
    });
    expect(watched.closed).toBeUndefined();
  });

  it('types lines one after another where the shell knows no paste', async () => {
    await using terminals = await setUp();
    using page = terminals.open();
    await page.shows('$');
    page.send({ type: 'run', script: 'for word in one two; do\n  echo "<$word>"\ndone\n' });
    await page.shows(/<one>\n<two>/);
  });

  it('answers what programs ask of a terminal once, however many pages show it', async () => {
    await using terminals = await setUp();
    using one = terminals.open();
    await one.shows('$');
    using two = terminals.open();
    await two.shows('$');
    two.type(`printf '\\033[c'; read -r answer; printf 'got %s' "$answer" | od -c\r`);
    await one.shows('^[[?1;2c');
    two.type('\r');
    await one.shows(/g\s+o\s+t\s+ 033\s+\[\s+\?\s+1\s+;\s+2\s+c\s*\n0/);
  });
});
