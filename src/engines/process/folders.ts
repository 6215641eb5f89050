import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { nameOf } from '../../core/arn.ts';
import type { ContainerSpec } from '../../core/effects.ts';
import type { NetworkBinding, PublishedPort } from '../../core/model/task.ts';
import type { NetworkMode } from '../../core/model/task-definition.ts';
import type { TaskAddress } from '../../core/observations.ts';

/**
 * What the engine keeps of its tasks, so that the next engine finds them again:
 *
 *     process/TASK/task.json                     TaskRecord
 *     process/TASK/ports/PORT                    real port of each port of an awsvpc task
 *     process/TASK/volumes/…                     volumes of the task alone
 *     process/TASK/containers/NAME/container.json   ContainerRecord
 *     process/TASK/containers/NAME/root/         its file system
 *     process/TASK/containers/NAME/…             what wrapper.sh and output.ts write
 */
export interface TaskRecord {
  readonly taskArn: string;
  readonly networkMode: NetworkMode;
  readonly address: TaskAddress;
  /** Empty on no instance, except in `awsvpc`. */
  readonly publishedPorts: readonly TaskPort[];
  /** The EC2 instance it is on; undefined: none that this engine keeps. */
  readonly instanceArn?: string | undefined;
}

/** A port of the task, under which it is reached on 127.0.0.1 … */
export interface TaskPort extends PublishedPort {
  /** … and which port of its instance that is; undefined: it has none (`awsvpc`). */
  readonly instancePort?: number | undefined;
  /** The instance's port was not asked for, but chosen. */
  readonly isDynamic?: boolean | undefined;
}

export interface ContainerRecord {
  readonly taskArn: string;
  readonly spec: ContainerSpec;
  readonly runtimeId: string;
  readonly imageDigest: string;
  readonly networkBindings: readonly NetworkBinding[];
  /** What is run, where, and with which environment: complete and resolved. */
  readonly command: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly stopSignal: NodeJS.Signals;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

export const engineFolder = (dataDir: string): string => join(dataDir, 'process');

/** The folder of a task: its id, and enough of its ARN's hash to tell apart equal ids. */
export const taskFolder = (dataDir: string, taskArn: string): string =>
  join(engineFolder(dataDir), `${nameOf(taskArn)}-${sha256(taskArn).slice(0, 8)}`);

export const containerFolder = (taskPath: string, name: string): string =>
  join(taskPath, 'containers', name);

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** All or nothing, also when the machine stops in the middle. Readable for its owner only. */
export function writeJson(path: string, value: object): void {
  writeFileSync(`${path}.new`, JSON.stringify(value, undefined, 2), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

export function readTaskRecord(folder: string): TaskRecord | undefined {
  const text = readText(join(folder, 'task.json'));
  return text === undefined ? undefined : JSON.parse(text);
}

export function readContainerRecord(folder: string): ContainerRecord | undefined {
  const text = readText(join(folder, 'container.json'));
  return text === undefined ? undefined : JSON.parse(text);
}

export function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
}

/** The whole number that a file holds; undefined while it holds none. */
export function readNumber(path: string): number | undefined {
  const text = readText(path);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

export function subfolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(GONE))
    .map(({ name }) => join(folder, name))
    .sort();
}

/** Maps a port that programs speak of to a real one, for the preload. */
export function writePort(folder: string, port: number, hostPort: number): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, String(port)), String(hostPort));
}

const GONE = '.gone-';

/** Takes the task's folder away in one move, so that none is ever found half removed. */
export async function removeTaskFolder(dataDir: string, folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const gone = join(engineFolder(dataDir), `${GONE}${sha256(folder).slice(0, 8)}-${Date.now()}`);
  renameSync(folder, gone);
  // What cannot be removed now is swept at the next start.
  await rm(gone, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
}

/** Finishes removals that were cut short. */
export function sweepRemoved(dataDir: string): void {
  const folder = engineFolder(dataDir);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder))
    if (name.startsWith(GONE)) rmSync(join(folder, name), { recursive: true, force: true });
}
