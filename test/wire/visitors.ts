import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** Opens the page of that name. */
export async function open(
  port: number,
  name: string,
  { path = '/', agent }: { readonly path?: string; readonly agent?: Agent } = {},
) {
  const answer = await new Promise<{ status: number; body: string }>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, agent, headers: { Host: name } });
    asked.on('response', (response) => {
      const status = response.statusCode ?? 0;
      text(response).then((body) => resolve({ status, body }), reject);
    });
    asked.on('error', reject);
    asked.end();
  });
  return answer;
}

/** Asks without a pause, over so many connections, until it is stopped; counts what went wrong. */
export function load(port: number, name: string, connections: number, path = '/') {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const failures: string[] = [];
  let bodies: string[] = [];
  let answered = 0;
  let stopped = false;
  const one = async () => {
    while (!stopped) {
      try {
        const { status, body } = await open(port, name, { path, agent });
        if (status === 200) {
          answered += 1;
          bodies.push(body);
        } else failures.push(`HTTP ${status}`);
      } catch (error) {
        failures.push(String(error));
      }
    }
  };
  const all = Array.from({ length: connections }, one);
  return {
    /** What went wrong so far. */
    failures,
    get answered() {
      return answered;
    },
    /** What was answered since this was asked last. */
    recent(): string[] {
      const recent = bodies;
      bodies = [];
      return recent;
    },
    async stop() {
      stopped = true;
      await Promise.all(all);
      agent.destroy();
      return { answered, failures };
    },
  };
}
