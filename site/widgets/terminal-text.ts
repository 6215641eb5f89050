import { plainText } from './plain-text.ts';

const KEPT = 200_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const escapes = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these have no picture
const controls = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;

/**
 * What a terminal would leave standing of a program's output, as plain text: colours and cursor
 * movements dropped, lines that were drawn over (`\r`) shown as they stood last, the end kept.
 */
export const terminalText = (output: string): string =>
  plainText(
    output
      .slice(-KEPT)
      .replace(escapes, '')
      .replaceAll('\r\n', '\n')
      .replace(/^.*\r(?=[^\n])/gm, '')
      .replaceAll('\r', '')
      .replace(controls, ''),
  );
