import { type GlobalOptions, parseGlobalOptions } from './command-line/global-options.ts';
import type { Service } from './model/service.ts';
import { type ServiceEntry, services } from './model/services.ts';
import { openSession, type Session, type Surroundings } from './session.ts';
import { CommandError, invalidChoice, usageError } from './usage.ts';
import { versionLine } from './version.ts';

type Rewrite = (args: readonly string[]) => string[];
type Command = (session: Session, args: readonly string[]) => Promise<void>;

/** Commands that are not operations of the API. */
const customCommands: Readonly<Record<string, Readonly<Record<string, () => Promise<Command>>>>> = {
  cloudwatch: { wait: async () => (await import('./commands/wait.ts')).runWait },
  ec2: { wait: async () => (await import('./commands/wait.ts')).runWait },
  ecs: { wait: async () => (await import('./commands/wait.ts')).runWait },
  elbv2: { wait: async () => (await import('./commands/wait.ts')).runWait },
  logs: { tail: async () => (await import('./commands/logs-tail.ts')).runLogsTail },
};

const securityGroupRules = async () =>
  (await import('./commands/security-group-rules.ts')).apiOptions;

/** Operations whose options the AWS CLI writes otherwise than the API: options in, options out. */
const rewrites: Readonly<Record<string, Readonly<Record<string, () => Promise<Rewrite>>>>> = {
  ec2: {
    'run-instances': async () => (await import('./commands/run-instances.ts')).apiOptions,
    'authorize-security-group-ingress': securityGroupRules,
    'authorize-security-group-egress': securityGroupRules,
    'revoke-security-group-ingress': securityGroupRules,
    'revoke-security-group-egress': securityGroupRules,
  },
};

/** Runs one command line; answers the exit status. All printing goes through `surroundings`. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    const { options, rest } = parseGlobalOptions(args);
    if (options.version) surroundings.print(`${versionLine()}\n`);
    else await dispatch(options, rest, surroundings);
    return 0;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    surroundings.printError(`${error.message}\n`);
    return error.status;
  }
}

async function dispatch(
  options: GlobalOptions,
  args: readonly string[],
  surroundings: Surroundings,
): Promise<void> {
  const { command: name, rest } = takeWord(args, 'command');
  if (name === 'help') {
    surroundings.print((await import('./help/help.ts')).mainHelp());
    return;
  }
  const entry = own(services, name);
  if (entry === undefined) throw invalidChoice('command', name, [...Object.keys(services), 'help']);
  const { command: operationName, rest: operationArgs } = takeWord(rest, 'operation');
  const loaded = await entry.load();
  const custom = own(customCommands, name) ?? {};
  const operation = loaded.service.operations.get(operationName);
  const load = own(custom, operationName);
  const help = await helpFor(
    entry,
    loaded.service,
    Object.keys(custom),
    operationName,
    operationArgs,
  );
  if (help !== undefined) {
    surroundings.print(help);
    return;
  }
  if (operation === undefined && load === undefined) {
    const names = [...loaded.service.operations.keys(), ...Object.keys(custom)].sort();
    throw invalidChoice('operation', operationName, [...names, 'help']);
  }
  const session = await openSession(entry, loaded, options, surroundings);
  if (load !== undefined) await (await load())(session, operationArgs);
  else if (operation !== undefined) {
    const { runOperation } = await import('./commands/operation.ts');
    const rewrite = await own(own(rewrites, name) ?? {}, operationName)?.();
    await runOperation(session, operation, rewrite?.(operationArgs) ?? operationArgs);
  }
}

/** The page that `help` at the end asks for, if it does. */
async function helpFor(
  entry: ServiceEntry,
  service: Service,
  custom: readonly string[],
  name: string,
  args: readonly string[],
): Promise<string | undefined> {
  // `--task help` stops a task of that name.
  const asked = args.at(-1) === 'help' && args.every((argument) => !argument.startsWith('-'));
  if (name !== 'help' && !asked) return undefined;
  const { customHelp, serviceHelp } = await import('./help/help.ts');
  if (name === 'help') return serviceHelp(entry, service, custom);
  if (custom.includes(name)) return customHelp(service.name, name);
  const operation = service.operations.get(name);
  if (operation === undefined) return undefined;
  return (await import('./help/operation-help.ts')).operationHelp(entry, operation);
}

/** Not what every object inherits, such as `constructor`. */
function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** The first word that is not an option is the command; what is around it stays. */
function takeWord(
  args: readonly string[],
  what: string,
): { command: string; rest: readonly string[] } {
  const index = args.findIndex((argument) => !argument.startsWith('-'));
  const command = args[index];
  if (command === undefined) {
    throw usageError(`the following arguments are required: ${what}`);
  }
  return { command, rest: args.toSpliced(index, 1) };
}
