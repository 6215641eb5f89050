import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { projectRoot } from '../../project-root.ts';
import { type VariedLab, variablesOf, variantOf } from '../variant.ts';
import { findProgram } from './find-program.ts';

/** Which `aws` the steps run: the workbook's own, the one installed, or that one if there is one. */
export type AwsChoice = 'ours' | 'real' | 'auto';

export interface ShellTarget {
  /** 12 digits. */
  readonly account: string;
  readonly endpoint: string;
  readonly region?: string | undefined;
}

/**
 * The environment of a lab's shell: the student's own values, and what makes the AWS CLI and SDKs
 * talk to the runtime only.
 */
export const shellEnvironment = async (
  { account, endpoint, region = 'us-east-1', lab }: ShellTarget & { lab: VariedLab | null },
  dataDir: string,
  aws: AwsChoice = 'auto',
): Promise<NodeJS.ProcessEnv> => {
  const inherited = Object.entries(process.env).filter(([name]) => !isForeign(name));
  const local = 'localhost,127.0.0.1,.localhost';
  return {
    ...Object.fromEntries(inherited),
    ...(lab && variablesOf(variantOf(lab))),
    PATH: await pathWithPrograms(dataDir, aws),
    // Where `npm run fault` finds the token.
    ECS_WORKBOOK_DATA: dataDir,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: region,
    AWS_REGION: region,
    AWS_PAGER: '',
    AWS_EC2_METADATA_DISABLED: 'true',
    // A student's own profile must neither change what a step prints nor where it goes.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    NO_PROXY: local,
    no_proxy: local,
  };
};

/** Real credentials and endpoints stay outside; so does what npm adds to its scripts. */
const isForeign = (name: string): boolean =>
  name.startsWith('AWS_') || name.startsWith('npm_') || name === 'INIT_CWD';

/** With `workbook`, for what only the workbook does (`workbook cost`), and with `aws`. */
const pathWithPrograms = async (dataDir: string, choice: AwsChoice): Promise<string> => {
  const outside = (process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin')
    .split(delimiter)
    // Under npm the project's own `aws` comes first on the PATH.
    .filter((folder) => !folder.startsWith(join(projectRoot, 'node_modules')))
    .join(delimiter);
  const tools = join(dataDir, 'tools');
  await writeWrapper(join(tools, 'workbook'), 'cli.js');
  const path = [tools, outside].join(delimiter);
  const real = findProgram('aws', outside);
  if (choice === 'real' && real === undefined) {
    throw new Error('Expected the AWS CLI on the PATH, found no program "aws".');
  }
  if (choice === 'real' || (choice === 'auto' && real !== undefined)) return path;
  const bin = join(dataDir, 'bin');
  await writeWrapper(join(bin, 'aws'), 'aws.js');
  return [bin, path].join(delimiter);
};

/** Left alone when it is right: a program that runs cannot be written to. */
const writeWrapper = async (file: string, built: string): Promise<void> => {
  const program = join(projectRoot, 'dist', built);
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const script = `#!/bin/sh\nexec ${quote(process.execPath)} ${quote(program)} "$@"\n`;
  if ((await readFile(file, 'utf8').catch(() => undefined)) === script) return;
  await mkdir(dirname(file), { recursive: true });
  const fresh = `${file}.${randomUUID()}`;
  await writeFile(fresh, script, { mode: 0o755 });
  await rename(fresh, file);
};
