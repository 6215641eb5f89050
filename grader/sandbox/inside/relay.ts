/**
 * The first process of a sandbox. It takes requests on 127.0.0.1, which is all the network that
 * there is, and passes them on through its own standard input and output, where the gate of the
 * grader listens. It also says how full the sandbox is. It ends when nobody listens any more, and
 * the container, and all that runs in it, ends with it.
 */
import { readFile, statfs } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:http2';
import { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What belongs to one connection and not to the message. */
const HOP_BY_HOP =
  /^(?:connection|host|http2-settings|keep-alive|proxy-connection|te|transfer-encoding|upgrade)$/;
const REPORT_EVERY = 100;

const tunnel = connect('http://gate', {
  createConnection: () => Duplex.from({ readable: process.stdin, writable: process.stdout }),
});
tunnel.on('error', () => process.exit(1));
tunnel.on('close', () => process.exit(0));
process.stdin.on('end', () => process.exit(0));
// One request that breaks must not be the end of all others.
process.on('uncaughtException', () => undefined);

const passOn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const headers = Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.test(name));
  const stream = tunnel.request({
    ...Object.fromEntries(headers),
    ':method': request.method ?? 'GET',
    ':path': request.url ?? '/',
    ':authority': request.headers.host ?? '',
  });
  stream.on('error', () => response.destroy());
  response.on('close', () => stream.close());
  stream.on('response', ({ ':status': status = 502, ...answer }) => {
    const plain = Object.entries(answer).filter(([name]) => !name.startsWith(':'));
    response.writeHead(status, Object.fromEntries(plain));
    pipeline(stream, response).catch(() => response.destroy());
  });
  await pipeline(request, stream);
};

for (const port of process.argv.slice(2)) {
  createServer((request, response) => {
    passOn(request, response).catch(() => response.destroy());
  }).listen(Number(port), '127.0.0.1');
}

/** A counter of the container's control group, by the files of version 2 and of version 1. */
const count = async (name: string, ...files: readonly string[]): Promise<number> => {
  for (const file of files) {
    const text = await readFile(`/sys/fs/cgroup/${file}`, 'utf8').catch(() => '');
    const found = new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1];
    if (found !== undefined) return Number(found);
  }
  return 0;
};

const isFull = async (folder: string): Promise<boolean> => {
  const { bavail, blocks, ffree } = await statfs(folder);
  return bavail * 100 < blocks || ffree === 0;
};

// By this scheme the gate knows that it is not a request of the commands.
const report = tunnel.request(
  { ':method': 'POST', ':path': '/', ':scheme': 'report' },
  { endStream: false },
);
let wasFull = false;
setInterval(async () => {
  const [oomKills, refusedForks, ...full] = await Promise.all([
    count('oom_kill', 'memory.events', 'memory/memory.oom_control'),
    count('max', 'pids.events', 'pids/pids.events'),
    isFull('/work'),
    isFull('/tmp'),
  ]);
  wasFull ||= full.includes(true);
  report.write(`${JSON.stringify({ oomKills, refusedForks, wasFull })}\n`);
}, REPORT_EVERY);
