import type { Finding } from './finding.ts';

const advice = 'In the spreadsheet, choose "Save as" and "CSV UTF-8 (comma delimited)".';

/**
 * The text of a file, its byte order mark taken off and lines ended by `\n`. UTF-8, and the UTF-16
 * that spreadsheets call "Unicode text"; anything else is explained.
 */
export const decode = (content: Uint8Array): string | (Finding & { readonly line: number }) => {
  if (beginsWith(content, 0x50, 0x4b, 0x03, 0x04)) {
    return { line: 1, expected: 'CSV', found: 'a workbook of a spreadsheet (.xlsx, .ods)', advice };
  }
  const text = read(content);
  if (text === undefined) {
    const line = firstBadLine(content);
    return { line, expected: 'text in UTF-8', found: 'bytes that are not UTF-8', advice };
  }
  const zero = text.indexOf('\0');
  if (zero !== -1) {
    const found = 'zero bytes, as in UTF-16 without a byte order mark';
    return { line: text.slice(0, zero).split('\n').length, expected: 'text', found, advice };
  }
  return text.replace(/\r\n?/g, '\n');
};

const read = (content: Uint8Array): string | undefined => {
  if (beginsWith(content, 0xff, 0xfe)) return new TextDecoder('utf-16le').decode(content);
  if (beginsWith(content, 0xfe, 0xff)) return new TextDecoder('utf-16be').decode(content);
  return utf8(content);
};

const utf8 = (content: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
};

const firstBadLine = (content: Uint8Array): number => {
  let line = 1;
  for (let from = 0; ; line += 1) {
    const end = content.indexOf(0x0a, from);
    if (end === -1 || utf8(content.subarray(from, end)) === undefined) return line;
    from = end + 1;
  }
};

const beginsWith = (content: Uint8Array, ...bytes: number[]): boolean =>
  bytes.every((byte, index) => content[index] === byte);
