import { run } from '../../../src/cli/aws/run.ts';

// The SDK warns about a Node.js release that this project supports.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** What a command printed and its exit status. */
export interface CommandResult {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

/** Settings that keep a person's own configuration out of the tests. */
export const cleanEnvironment: Readonly<Record<string, string>> = {
  AWS_CONFIG_FILE: '/nonexistent/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
  AWS_ACCESS_KEY_ID: '123456789012',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_DEFAULT_REGION: 'eu-west-1',
};

/** Runs our command in this process; waiting takes no time. */
export function aws(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  let now = 1_700_000_000_000;
  return runIn(args, environment, {
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
    now: () => now,
  });
}

/** The same against a runtime whose time runs fifty times as fast: so does waiting. */
export const awsAgainst = (args: readonly string[], url: string): Promise<CommandResult> =>
  runIn(
    args,
    { AWS_ENDPOINT_URL: url },
    {
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds / 50)),
      now: Date.now,
    },
  );

async function runIn(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  time: Pick<Parameters<typeof run>[1], 'sleep' | 'now'>,
): Promise<CommandResult> {
  let output = '';
  let errors = '';
  const status = await run(args, {
    environment: { ...cleanEnvironment, ...environment },
    terminalWidth: 80,
    print: (text) => {
      output += text;
    },
    setInterruptStatus: () => undefined,
    printError: (text) => {
      errors += text;
    },
    ...time,
  });
  return { status, output, errors };
}
