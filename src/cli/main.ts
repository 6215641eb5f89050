import { EngineError } from '../engines/engine.ts';

// The SDK announces that it will want a newer Node.js; which one runs here is not the user's to change.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** One command of the command line; answers the exit status. */
export interface CommandModule {
  run(args: string[]): Promise<number>;
}

/** Loaded when called for, so that each command starts with no more than it needs. */
const commands: Record<string, { summary: string; load: () => Promise<CommandModule> }> = {
  start: { summary: 'start the runtime and the workbook', load: () => import('./start.ts') },
  lab: { summary: 'list the labs, or go through one', load: () => import('./lab.ts') },
  prove: { summary: 'prove the checks of a lab', load: () => import('./prove.ts') },
  new: { summary: 'make a lab', load: () => import('./new.ts') },
  lint: { summary: 'explain the faults of labs', load: () => import('./lint.ts') },
  cost: { summary: 'what ran, as a bill; or a design', load: () => import('./cost.ts') },
  grade: { summary: 'grade a cluster', load: () => import('./grade.ts') },
  submit: { summary: 'pack what a student hands in', load: () => import('./submit.ts') },
  site: { summary: 'build the workbook into static files', load: () => import('./site.ts') },
  setup: { summary: 'install what tests need', load: () => import('./setup.ts') },
  fault: { summary: 'cause a fault on the runtime', load: () => import('./fault.ts') },
  bench: { summary: 'measure', load: () => import('./bench.ts') },
  simulate: { summary: 'play random histories of faults', load: () => import('./simulate.ts') },
};

const [name = 'help', ...args] = process.argv.slice(2);
const command = commands[name];

if (command === undefined) {
  const lines = Object.entries(commands).map(
    ([key, { summary }]) => `  ${key.padEnd(10)}${summary}`,
  );
  const known = ['Commands:', ...lines].join('\n');
  if (name === 'help' || name === '--help') console.log(known);
  else console.error(`There is no command "${name}".\n${known}`);
  process.exitCode = name === 'help' || name === '--help' ? 0 : 2;
} else {
  try {
    process.exitCode = await (await command.load()).run(args);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
