import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { type CommandResult, cleanEnvironment } from './command.ts';

/** Whether the AWS CLI is on this machine; tests that compare with it are skipped without it. */
export const realCliPresent: boolean = await execa('aws', ['--version'], { reject: false }).then(
  ({ stdout, failed }) => !failed && stdout.startsWith('aws-cli/'),
);

/** `AWS_CLI_COMPARE=all` compares every command line with the real CLI, not a sample: it is slow. */
export const compareEverything: boolean = process.env.AWS_CLI_COMPARE === 'all';

if (!realCliPresent) console.warn('SKIPPED: no AWS CLI here; comparisons with it do not run.');

const folder = mkdtempSync(join(tmpdir(), 'aws-config-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const configuration = join(folder, 'config');
// Version 1 shows times as they are on the wire unless told otherwise; version 2 shows ISO 8601.
writeFileSync(configuration, '[default]\ncli_timestamp_format = iso8601\n');

/** Runs the real AWS CLI. */
export async function realAws(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const { exitCode, stdout, stderr } = await execa('aws', args, {
    reject: false,
    stripFinalNewline: false,
    env: { ...cleanEnvironment, AWS_CONFIG_FILE: configuration, ...environment },
  });
  return { status: exitCode ?? -1, output: stdout, errors: stderr };
}
