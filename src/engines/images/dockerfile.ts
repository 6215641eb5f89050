import { EngineError } from '../engine.ts';

/** What a Dockerfile of a lab image says, as far as it shapes the container. */
export interface Dockerfile {
  readonly from: string;
  /** In order; the sources are files or folders beside the Dockerfile. */
  readonly copies: readonly { readonly sources: readonly string[]; readonly target: string }[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly exposedPorts: readonly number[];
  readonly entryPoint?: readonly string[] | undefined;
  readonly command?: readonly string[] | undefined;
  readonly stopSignal: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Instructions that change nothing for us; RUN is for Docker alone. */
const PASSED_OVER = new Set(['RUN', 'HEALTHCHECK', 'USER', 'SHELL', 'ARG', 'MAINTAINER']);

/** Reads a Dockerfile of one stage. `path` is only for messages. */
export function readDockerfile(text: string, path: string): Dockerfile {
  const file = {
    from: '',
    copies: [] as { sources: string[]; target: string }[],
    workingDirectory: '/',
    environment: {} as Record<string, string>,
    exposedPorts: [] as number[],
    entryPoint: undefined as string[] | undefined,
    command: undefined as string[] | undefined,
    stopSignal: 'SIGTERM',
    labels: {} as Record<string, string>,
  };
  for (const { instruction, rest } of instructions(text)) {
    switch (instruction) {
      case 'FROM':
        if (file.from !== '')
          throw new EngineError(
            `${path} has several stages (FROM). A lab image has one; put all into it.`,
          );
        file.from = rest;
        break;
      case 'COPY':
      case 'ADD': {
        const names = words(rest).filter((word) => !word.startsWith('--'));
        const target = resolve(file.workingDirectory, names.pop() ?? '.');
        file.copies.push({ sources: names, target });
        break;
      }
      case 'WORKDIR':
        file.workingDirectory = resolve(file.workingDirectory, words(rest).join(' '));
        break;
      case 'ENV':
        Object.assign(file.environment, assignments(rest));
        break;
      case 'LABEL':
        Object.assign(file.labels, assignments(rest));
        break;
      case 'EXPOSE':
        file.exposedPorts.push(...words(rest).map((word) => Number.parseInt(word, 10)));
        break;
      case 'ENTRYPOINT':
        file.entryPoint = commandLine(rest);
        break;
      case 'CMD':
        file.command = commandLine(rest);
        break;
      case 'STOPSIGNAL':
        file.stopSignal = rest;
        break;
      default:
        if (!PASSED_OVER.has(instruction))
          throw new EngineError(
            `${path} has the instruction "${instruction}", which lab images may not use. They may use FROM, COPY, WORKDIR, ENV, LABEL, EXPOSE, ENTRYPOINT, CMD and STOPSIGNAL.`,
          );
    }
  }
  if (file.from === '') throw new EngineError(`${path} does not start with FROM.`);
  return file;
}

/** Lines joined at their backslash, without comments. */
function instructions(text: string): { instruction: string; rest: string }[] {
  return text
    .split(/\r?\n/)
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replaceAll(/\\\s*\n/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const match = /^\s*(\S+)\s*(.*?)\s*$/.exec(line);
      return match ? [{ instruction: (match[1] ?? '').toUpperCase(), rest: match[2] ?? '' }] : [];
    });
}

/** `a "b c" d` as three words. */
const words = (text: string): string[] =>
  [...text.matchAll(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])+/g)].map(([word]) =>
    unquote(word),
  );

const unquote = (word: string): string =>
  word.replaceAll(
    /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g,
    (_, double?: string, single?: string, escaped?: string) =>
      double?.replaceAll(/\\(.)/g, '$1') ?? single ?? escaped ?? '',
  );

/** `A=1 B="two words"`, or the old form `A everything behind it`. */
function assignments(text: string): Record<string, string> {
  const old = /^([^\s=]+)\s+(.*)$/.exec(text);
  if (old) return { [old[1] ?? '']: unquote(old[2] ?? '') };
  return Object.fromEntries(
    words(text).map((word) => {
      const [name = '', ...value] = word.split('=');
      return [name, value.join('=')];
    }),
  );
}

/** The JSON form as it is; the other is a line for the shell. */
function commandLine(text: string): string[] {
  if (text.startsWith('[')) {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list) && list.every((word) => typeof word === 'string')) return list;
  }
  return ['/bin/sh', '-c', text];
}

/** An absolute POSIX path, whatever the machine's own separator. */
function resolve(from: string, path: string): string {
  const parts = (path.startsWith('/') ? path : `${from}/${path}`).split('/');
  const result: string[] = [];
  for (const part of parts) {
    if (part === '..') result.pop();
    else if (part !== '' && part !== '.') result.push(part);
  }
  return `/${result.join('/')}`;
}
