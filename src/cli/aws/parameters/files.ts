import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { parameterError } from '../usage.ts';

/**
 * The content of the file when `text` is `file://PATH` (UTF-8) or `fileb://PATH` (bytes, as
 * base64, which is how binary values are written); otherwise the text itself.
 */
export function readFileReference(option: string, text: string): string {
  const [, scheme, path] = /^(fileb?):\/\/(.*)$/s.exec(text) ?? [];
  if (scheme === undefined || path === undefined) return text;
  try {
    const content = readFileSync(expandPath(path));
    return scheme === 'fileb' ? content.toString('base64') : content.toString('utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw parameterError(option, `Unable to load paramfile ${text}: ${reason}`);
  }
}

/** A leading `~` is the home directory; `$NAME` and `${NAME}` come from the environment. */
function expandPath(path: string): string {
  return path
    .replace(/^~(?=\/|$)/, homedir())
    .replace(/\$(?:\{(\w+)\}|(\w+))/g, (written, braced: string, bare: string) => {
      return process.env[braced ?? bare] ?? written;
    });
}
