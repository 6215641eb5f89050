// Visitors without a pause: so many requests a second, until it is told to stop (SIGTERM).
//
//   node load.mjs NAME PATH REQUESTS-A-SECOND [SECONDS]
//
// NAME is the DNS name of a load balancer. After SECONDS (300) it stops by itself. Then it waits for the
// answers that are still to come, and says what became of all requests, and who answered them.
import { Agent, request } from 'node:http';
import process from 'node:process';

const [name, path, rate, seconds = 300] = process.argv.slice(2);
// Names under localhost lead to the runtime, and not every resolver knows that.
const { hostname, port } = new URL(
  name.includes('.localhost')
    ? (process.env.AWS_ENDPOINT_URL ?? `http://${name}`)
    : `http://${name}`,
);
const agent = new Agent({ keepAlive: true });
const answers = new Map();
const containers = new Map();
let sent = 0;
let open = 0;
let stopped = false;

const count = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);

function visit() {
  sent += 1;
  open += 1;
  const done = (what, body) => {
    count(answers, what);
    const container = /"container":"([0-9a-f]+)"/.exec(body)?.[1];
    if (what === 200 && container !== undefined) count(containers, container);
    open -= 1;
    if (stopped && open === 0) report();
  };
  const call = request(
    { host: hostname, port, path, agent, headers: { host: name } },
    (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text) => {
        body += text;
      });
      response.on('end', () => done(response.statusCode, body));
      response.on('error', (error) => done(error.code, ''));
    },
  );
  call.on('error', (error) => done(error.code, ''));
  call.end();
}

function stop() {
  if (stopped) return;
  stopped = true;
  clearInterval(timer);
  if (open === 0) report();
}

function report() {
  for (const [container, times] of [...containers].sort()) console.log(`${container}: ${times}`);
  const good = answers.get(200) ?? 0;
  const bad = [...answers].filter(([what]) => what !== 200);
  const why = bad.map(([what, times]) => `${times} × ${what}`).join(', ');
  console.log(`${sent} requests, ${sent - good} lost${why && ` (${why})`}`);
  process.exit(0);
}

const timer = setInterval(visit, 1000 / Number(rate));
setTimeout(stop, 1000 * Number(seconds));
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
