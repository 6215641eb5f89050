import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';

/** Says who has the port, as far as can be told, and what to do. */
export const portTaken = async (port: number, dataDir: string): Promise<string> => {
  const engine = await askWorkbook(port);
  if (engine === undefined)
    return `Port ${port} is taken by another program. Stop that one, or choose another port: npm start -- --port ${port + 1}`;
  const owner = ownerOf(dataDir);
  const who = owner === undefined ? '' : ` (probably process ${owner}, which uses ${dataDir})`;
  return [
    `An ECS Workbook already runs on port ${port}, with the ${engine} engine${who}.`,
    `Go on with that one (http://localhost:${port}/), stop it${owner === undefined ? '' : ` (kill ${owner})`}, or start a second one beside it: npm start -- --port ${port + 1} --data .ecs-workbook-2`,
  ].join('\n');
};

/** The engine of the workbook that answers there; undefined: something else has the port. */
const askWorkbook = (port: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const url = `http://127.0.0.1:${port}/_workbook/status`;
    const asked = request(url, { timeout: 2_000, agent: false }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        body += chunk;
        if (body.length > 65_536) asked.destroy();
      });
      answer.on('end', () => resolve(engineOf(body)));
      answer.on('error', () => resolve(undefined));
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(undefined));
    asked.on('close', () => resolve(undefined));
    asked.end();
  });

const engineOf = (body: string): string | undefined => {
  try {
    const { engine, timeScale }: { engine?: unknown; timeScale?: unknown } = JSON.parse(body);
    return typeof engine === 'string' && timeScale !== undefined ? engine : undefined;
  } catch {
    return undefined;
  }
};

/** Process id that holds the data folder, as its owner wrote it down. */
const ownerOf = (dataDir: string): number | undefined => {
  try {
    const { pid }: { pid?: unknown } = JSON.parse(
      readFileSync(join(dataDir, 'owner.json'), 'utf8'),
    );
    return typeof pid === 'number' ? pid : undefined;
  } catch {
    return undefined;
  }
};
