import { quote } from './quote.ts';
import { sharedVariables } from './shared-variables.ts';

/** Shell code around the steps. Names begin with __lab so that no step meets them by chance. */

/** Run once. One stream for both outputs keeps their order; a Ctrl-C ends the step, not the shell. */
export const prologue = (stateFile: string, isBash: boolean): string =>
  [
    'exec 2>&1',
    'trap : INT',
    // A lab can be taken up again later.
    ...(isBash ? [...sharedVariables(stateFile, 'steps'), load(stateFile)] : []),
  ].join('\n');

/** Not in a function, where `declare` would be local. */
const load = (stateFile: string) =>
  `if __lab_changed; then . ${quote(stateFile)} > /dev/null 2>&1; fi`;

/**
 * Runs the file in this shell, so that what it sets stays. With bash a step ends at the first
 * command that fails, and with any shell at a Ctrl-C.
 */
export const runFile = (
  file: string,
  stateFile: string,
  mark: (code: string) => string,
  isBash: boolean,
): string =>
  [
    ...(isBash
      ? [load(stateFile), "trap '__lab_code=$?; trap - ERR; return $__lab_code' ERR"]
      : []),
    // The interrupted command may have ended the file already: nothing to return from then.
    `trap '${isBash ? 'trap - ERR; ' : ''}return 130 2> /dev/null' INT`,
    `. ${quote(file)} < /dev/null`,
    [
      '__lab_code=$?',
      'trap : INT',
      ...(isBash ? ['trap - ERR', '__lab_keep "$(__lab_declare)" "$PWD"'] : []),
    ].join('; '),
    mark('$__lab_code'),
    '',
  ].join('\n');
