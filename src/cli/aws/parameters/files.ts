import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { parameterError } from '../usage.ts';

/** Where a command was given, when that is not where (and with what environment) this process is. */
export interface Whereabouts {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Several commands may run in one process at a time, each with its own. */
export const whereabouts = new AsyncLocalStorage<Whereabouts>();

/**
 * The content of the file when `text` is `file://PATH` (UTF-8) or `fileb://PATH` (bytes, as
 * base64, which is how binary values are written); otherwise the text itself.
 */
export function readFileReference(option: string, text: string): string {
  const [, scheme, written] = /^(fileb?):\/\/(.*)$/s.exec(text) ?? [];
  if (scheme === undefined || written === undefined) return text;
  const { folder = '', environment = process.env } = whereabouts.getStore() ?? {};
  const path = expandPath(written, environment);
  const file = resolve(folder, path);
  try {
    const content = readFileSync(file);
    return scheme === 'fileb' ? content.toString('base64') : content.toString('utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw parameterError(
      option,
      `Unable to load paramfile ${text}: ${reason.replaceAll(file, path)}`,
    );
  }
}

/** A leading `~` is the home directory; `$NAME` and `${NAME}` come from the environment. */
function expandPath(path: string, environment: Whereabouts['environment']): string {
  return path
    .replace(/^~(?=\/|$)/, environment.HOME ?? homedir())
    .replace(/\$(?:\{(\w+)\}|(\w+))/g, (written, braced: string, bare: string) => {
      return environment[braced ?? bare] ?? written;
    });
}
