import { accessSync, constants, cpSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { constants as systemConstants } from 'node:os';
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path';
import process from 'node:process';
import type { ContainerSpec } from '../../core/effects.ts';
import { projectRoot } from '../../project-root.ts';
import { type LabImage, labImagesFolder } from '../images/lab-images.ts';
import { CannotStart } from './cannot-start.ts';
import { type Mounts, withinMount } from './volumes.ts';

const PRELOAD = join(projectRoot, 'src', 'data-plane', 'process', 'preload.cjs');
/** Variables of this machine that programs may need and that say nothing about its user. */
const PASSED_ON = ['LANG', 'LC_ALL', 'TZ'];

/** Lays the image's files out as the container's own file system. */
export function layOut(image: LabImage, root: string): void {
  mkdirSync(join(root, 'tmp'), { recursive: true });
  mkdirSync(join(root, image.dockerfile.workingDirectory), { recursive: true });
  for (const { sources, target } of image.dockerfile.copies)
    for (const source of sources) {
      const from = join(image.folder, source);
      const isFolder = statSync(from).isDirectory();
      const intoFolder = sources.length > 1 || /[/.]$/.test(source) || isDirectory(root, target);
      const to = join(root, target, !isFolder && intoFolder ? basename(source) : '');
      mkdirSync(dirname(to), { recursive: true });
      cpSync(from, to, { recursive: true });
    }
}

const isDirectory = (root: string, target: string) =>
  statSync(join(root, target), { throwIfNoEntry: false })?.isDirectory() ?? false;

/**
 * Everything a program sees: image, task definition and runtime, the later ones winning. What is a
 * path into a volume is turned into the real one, since `/data` is this machine's to the program.
 */
export function environmentOf(
  image: LabImage,
  spec: ContainerSpec,
  fromHost: Readonly<Record<string, string>>,
  {
    root,
    runtimeId,
    ports,
    mounts,
  }: { root: string; runtimeId: string; ports: string | undefined; mounts: Mounts },
): Record<string, string> {
  const environment: Record<string, string> = {
    HOME: root,
    TMPDIR: join(root, 'tmp'),
    ...within(mounts, { ...image.dockerfile.environment, ...spec.environment }),
    ...fromHost,
    HOSTNAME: runtimeId.slice(0, 12),
  };
  for (const name of PASSED_ON) {
    const value = process.env[name];
    if (value !== undefined) environment[name] ??= value;
  }
  // The project's curl is a Node.js program, so it goes through the port mapping like all others.
  environment.PATH = [
    join(labImagesFolder, 'base', 'bin'),
    dirname(process.execPath),
    environment.PATH ?? process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
  ].join(delimiter);
  environment.NODE_OPTIONS = [
    `--require ${JSON.stringify(PRELOAD)}`,
    spec.memory === undefined ? '' : `--max-old-space-size=${spec.memory}`,
    environment.NODE_OPTIONS ?? '',
  ]
    .filter((option) => option !== '')
    .join(' ');
  if (ports !== undefined) environment.ECS_WORKBOOK_PORTS = ports;
  return environment;
}

/** What is run, with paths inside the image turned into real ones. Throws `CannotStart`. */
export function commandOf(
  image: LabImage,
  spec: ContainerSpec,
  { root, path, mounts }: { root: string; path: string; mounts: Mounts },
): string[] {
  const entryPoint = spec.entryPoint?.length ? spec.entryPoint : image.dockerfile.entryPoint;
  // As in Docker: an entry point from outside takes the image's command away.
  const imageCommand = spec.entryPoint?.length ? [] : (image.dockerfile.command ?? []);
  const command = spec.command?.length ? spec.command : imageCommand;
  const [program, ...parameters] = [...(entryPoint ?? []), ...command].map((word) =>
    isAbsolute(word) && existsSync(join(root, word)) ? join(root, word) : withinMount(mounts, word),
  );
  if (program === undefined) throw new CannotStart('No command specified');
  return [find(program, path), ...parameters];
}

const within = (mounts: Mounts, environment: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, withinMount(mounts, value)]),
  );

function find(program: string, path: string): string {
  if (basename(program) === 'node') return process.execPath;
  const candidates = program.includes('/')
    ? [program]
    : path.split(delimiter).map((folder) => join(folder, program));
  const found = candidates.find(isExecutable);
  if (found !== undefined) return program;
  throw new CannotStart(
    program.includes('/')
      ? `exec: "${program}": no such file or directory`
      : `exec: "${program}": executable file not found in $PATH`,
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The signal that asks the image's program to stop. */
export const stopSignalOf = ({ dockerfile: { stopSignal } }: LabImage): NodeJS.Signals =>
  isSignal(stopSignal) ? stopSignal : 'SIGTERM';

const isSignal = (name: string): name is NodeJS.Signals => name in systemConstants.signals;

/** The working directory of the container on this machine. */
export const workingDirectoryOf = (image: LabImage, spec: ContainerSpec, root: string): string =>
  join(root, spec.workingDirectory ?? image.dockerfile.workingDirectory);
