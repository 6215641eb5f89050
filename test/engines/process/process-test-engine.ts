import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nameOf } from '../../../src/core/arn.ts';
import { labImages } from '../../../src/engines/images/lab-images.ts';
import { processEngine } from '../../../src/engines/process/process-engine.ts';
import { systemClock } from '../../../src/engines/system-clock.ts';
import type { TestEngine } from '../conformance.ts';
import { fixtureImages, pidOf } from './support.ts';

/** The process engine on a data folder of its own. `dispose` fails if anything is left in it. */
export function processTestEngine(): TestEngine {
  const dataDir = mkdtempSync(join(tmpdir(), 'ecs-workbook-process-'));
  return {
    newEngine: () => processEngine({ images: labImages(fixtureImages) }),
    installId: 'process-test',
    dataDir,
    clock: systemClock,
    async until(predicate, limit) {
      const deadline = Date.now() + limit;
      while (!predicate()) {
        if (Date.now() > deadline) return false;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return true;
    },
    puppetImage: 'ecs-workbook-test/puppet',
    async killFromOutside(runtimeId) {
      process.kill(pidOf(dataDir, runtimeId), 'SIGKILL');
    },
    async killLoadBalancer(loadBalancerArn) {
      const [folder = ''] = readdirSync(join(dataDir, 'load-balancers')).filter((name) =>
        name.startsWith(nameOf(loadBalancerArn)),
      );
      const pid = readFileSync(join(dataDir, 'load-balancers', folder, 'run', 'pid'), 'utf8');
      process.kill(Number(pid), 'SIGKILL');
    },
    async occupyPort() {
      const server = createServer();
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no port');
      return {
        port: address.port,
        release: async () => {
          if (server.listening) await once(server.close(), 'close');
        },
      };
    },
    async makeForeign() {
      const program = spawn('sleep', ['600'], { stdio: 'ignore' });
      await once(program, 'spawn');
      return {
        isUntouched: async () => program.exitCode === null && program.signalCode === null,
        remove: async () => void program.kill('SIGKILL'),
      };
    },
    async get(hostPort, path) {
      const response = await fetch(`http://127.0.0.1:${hostPort}${path}`);
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      return response.text();
    },
    async volumesLeft() {
      const paths = readdirSync(dataDir, { recursive: true, encoding: 'utf8' });
      return paths.filter((path) => /(^|\/)volumes\/[^/]+$/.test(path));
    },
    async dispose() {
      const left = ['process', 'instances', 'load-balancers'].flatMap((folder) => {
        const path = join(dataDir, folder);
        return existsSync(path) ? readdirSync(path) : [];
      });
      rmSync(dataDir, { recursive: true, force: true });
      if (left.length > 0) throw new Error(`Left behind: ${left.join(', ')}`);
    },
  };
}
