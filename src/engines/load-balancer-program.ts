import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';
import { EngineError } from './engine.ts';

const PROGRAM = join(projectRoot, 'dist', 'load-balancer', 'load-balancer.mjs');

/** The program of load balancers, in one file. Throws `EngineError` when it is not built. */
export function loadBalancerProgram(): string {
  if (existsSync(PROGRAM)) return PROGRAM;
  throw new EngineError(
    `Expected the program of load balancers at ${PROGRAM}, found none. Build it with: npm run build`,
  );
}

/** As `data-plane/load-balancer/surroundings.ts` reads it. */
export interface LoadBalancerDescription {
  readonly loadBalancerArn: string;
  readonly gatewayHost: string;
  readonly gatewayPort: number;
  readonly listens: boolean;
  readonly network: 'vpc' | 'published';
  readonly configurationFile: string;
}

/** The environment of that program. */
export const loadBalancerEnvironment = (
  description: LoadBalancerDescription,
  token: string,
): Record<string, string> => ({
  ECS_WORKBOOK_LOAD_BALANCER: JSON.stringify(description),
  ECS_WORKBOOK_LOAD_BALANCER_TOKEN: token,
});

/** What it prints once its gateway takes connections. */
export const LISTENING = /^listening on \d+$/m;
