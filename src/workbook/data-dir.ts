import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';

/** Where the runtime and the labs keep what must survive, unless told otherwise. */
export const defaultDataDir: string = join(projectRoot, '.ecs-workbook');

export const defaultEndpoint = 'http://localhost:4566';
export const defaultAccount = '000000000000';
export const defaultRegion = 'us-east-1';
