import { Unavailable } from '../control-plane/control-plane.ts';
import { DataFolderUnusable, prepareDataFolder } from '../server/data-folder.ts';
import { PortUnavailable } from '../server/listener.ts';
import { type Runtime, startRuntime } from '../server/runtime.ts';
import { defaultAccount } from '../workbook/data-dir.ts';
import { keepStudent } from '../workbook/student.ts';
import { parseStartOptions, type StartOptions } from './start/options.ts';
import { portTaken } from './start/port-taken.ts';
import { slowly } from './start/slowly.ts';
import { untilToldToStop } from './start/until-told-to-stop.ts';
import { welcome } from './start/welcome.ts';

/** Starts the runtime and the workbook; ends when told to stop. */
export const run = async (args: string[]): Promise<number> => {
  const options = parseStartOptions(args);
  if (typeof options === 'number') return options;
  // Whoever read our output may be gone (`npm start | head`); that is no reason to fall over.
  process.stdout.on('error', () => undefined);
  // From the very beginning, so that Ctrl-C while starting does not leave containers behind.
  const told = untilToldToStop(() =>
    console.log('Stopped at once; containers may be left running.'),
  );
  const runtime = await slowly('Starting', () => start(options));
  if (runtime === undefined) return 1;
  console.log(welcome(runtime));
  await told;
  const { keep } = options;
  console.log(
    keep
      ? '\nStopping. Containers go on running (--keep); start again to take them over.'
      : '\nStopping, and removing the containers; services start theirs again next time. Once more Ctrl-C ends at once.',
  );
  await slowly('Stopping', () => runtime.close({ keep }));
  console.log('Stopped.');
  return 0;
};

/** Undefined when it could not be started; why is on the screen. */
const start = async (options: StartOptions): Promise<Runtime | undefined> => {
  const { port, data, engine, timeScale, lambda: lambdas } = options;
  const report = (line: string) => console.log(line);
  try {
    if (options.student !== undefined) {
      prepareDataFolder(data);
      await keepStudent(data, defaultAccount, options.student);
    }
    return await startRuntime({ port, dataDir: data, engine, timeScale, lambdas, report });
  } catch (error) {
    if (error instanceof PortUnavailable) console.error(await portMessage(error, data));
    else if (error instanceof Unavailable || error instanceof DataFolderUnusable)
      console.error(error.message);
    else throw error;
    return undefined;
  }
};

const portMessage = async ({ port, message, isTaken }: PortUnavailable, data: string) =>
  isTaken ? portTaken(port, data) : `${message} Choose another one: npm start -- --port 4567`;
