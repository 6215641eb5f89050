import { setTimeout } from 'node:timers/promises';
import { run } from './run.ts';
import { exitStatus } from './usage.ts';

// The SDK warns on each start about a Node.js release that this project supports.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

// `aws … | head` closes the pipe early, which is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
let interruptStatus: number = exitStatus.interrupted;
process.once('SIGINT', () => process.exit(interruptStatus));

const status = await run(process.argv.slice(2), {
  environment: process.env,
  terminalWidth: process.stdout.columns ?? 80,
  print: (text) => void process.stdout.write(text),
  printError: (text) => void process.stderr.write(text),
  sleep: (milliseconds) => setTimeout(milliseconds),
  setInterruptStatus: (status) => {
    interruptStatus = status;
  },
  now: () => Date.now(),
});
// Sockets kept open would hold the process for seconds; what is printed goes out first.
process.stdout.write('', () => process.exit(status));
