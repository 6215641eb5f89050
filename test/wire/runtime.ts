import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsFront } from '../../src/aws/front.ts';
import { RoleSessions } from '../../src/aws/role-sessions.ts';
import type { ControlPlane } from '../../src/control-plane/control-plane.ts';
import { openControlPlane } from '../../src/control-plane/open.ts';
import type { BehaviourSource } from '../../src/engines/simulated/behaviour.ts';
import { simulatedEngine } from '../../src/engines/simulated/simulated-engine.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';

export interface WireRuntime extends AsyncDisposable {
  readonly endpoint: string;
  readonly controlPlane: ControlPlane;
  /** What the front reported as its own errors. */
  readonly reported: string[];
}

/** The real control plane on the simulated engine and the real clock, behind the AWS front. */
export async function startRuntime(
  behaviours: Readonly<Record<string, BehaviourSource>> = {},
): Promise<WireRuntime> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ecs-wire-'));
  const controlPlane = await openControlPlane({
    dataDir,
    engine: simulatedEngine({ behaviours }),
    timeScale: 100,
  });
  const reported: string[] = [];
  const sessions = new RoleSessions('the secret of this install', () => controlPlane.now());
  const report = (message: string, error: unknown) => reported.push(`${message} ${error}`);
  const front = awsFront(controlPlane, report, sessions);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    const {
      status,
      headers: out,
      body,
    } = await front.answer({
      method,
      url,
      headers,
      body: Buffer.concat(chunks),
    });
    response.writeHead(status, out).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    endpoint: `http://127.0.0.1:${portOf(server.address())}`,
    controlPlane,
    reported,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await controlPlane.close({ keep: false });
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

/** Credentials and region as every AWS client takes them from its environment. */
export const clientEnvironment = (endpoint: string): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: join(tmpdir(), 'no-such-home'),
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: ACCOUNT,
  AWS_SECRET_ACCESS_KEY: 'not-verified',
  AWS_DEFAULT_REGION: REGION,
  AWS_REGION: REGION,
  AWS_PAGER: '',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_MAX_ATTEMPTS: '1',
});
