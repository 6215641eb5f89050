import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Step } from './lab.ts';

const run = promisify(execFile);

/** Why a step must be passed over on this machine; undefined: it can run. */
export const whyPassedOver = async ({
  needs,
}: Pick<Step, 'needs'>): Promise<string | undefined> => {
  if (needs === undefined) return undefined;
  try {
    await run('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 5_000 });
    return undefined;
  } catch (error) {
    return `This step needs Docker: ${why(error)} Install Docker (npm run setup helps), or read on.`;
  }
};

const why = (error: unknown): string => {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    return 'there is no program "docker" on the PATH.';
  }
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  const firstLine = said.split('\n')[0] ?? '';
  return firstLine === ''
    ? 'no Docker engine answers.'
    : `no Docker engine answers (${firstLine}).`;
};
