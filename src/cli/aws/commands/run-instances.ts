import { readFileReference } from '../parameters/files.ts';
import { usageError } from '../usage.ts';

/**
 * The options of `aws ec2 run-instances` as those of the API: `--count N` or `--count LEAST:MOST`
 * is MinCount and MaxCount (1 if they are not given), and the text or file of `--user-data` is
 * encoded in base64.
 */
export function apiOptions(args: readonly string[]): string[] {
  const rewritten: string[] = [];
  let counted = false;
  for (let at = 0; at < args.length; at += 1) {
    const [, option = '', attached] = /^(--[a-z-]+)(?:=(.*))?$/s.exec(args[at] ?? '') ?? [];
    const value = attached ?? args[at + 1];
    if (option === '--count') {
      rewritten.push(...countOptions(value));
    } else if (option === '--user-data' && value !== undefined) {
      rewritten.push(option, Buffer.from(userData(value)).toString('base64'));
    } else {
      counted ||= /^--(min-count|max-count|cli-input-json|generate-cli-skeleton)$/.test(option);
      rewritten.push(args[at] ?? '');
      continue;
    }
    counted ||= option === '--count';
    if (attached === undefined) at += 1;
  }
  return counted ? rewritten : [...rewritten, ...countOptions('1')];
}

function countOptions(value: string | undefined): string[] {
  const [, least, most = least] = /^(\d+)(?::(\d+))?$/.exec(value ?? '') ?? [];
  if (least !== undefined && most !== undefined) return ['--min-count', least, '--max-count', most];
  throw usageError(
    `--count should be of the form m[:n]; found ${value === undefined ? 'nothing' : `'${value}'`}`,
  );
}

/** `fileb://` is as good as `file://`: user data is text here. */
const userData = (value: string): string =>
  readFileReference('--user-data', value.replace(/^fileb:/, 'file:'));
