import { stringify } from 'yaml';
import type { Plain } from '../invoke/plain.ts';

/** The AWS CLI's `yaml` output: members sorted, lists at their key's indentation. */
export function formatYaml(value: Plain): string {
  if (typeof value !== 'object' || value === null) return `${JSON.stringify(value)}\n`;
  return stringify(value, {
    version: '1.1',
    sortMapEntries: true,
    indentSeq: false,
    singleQuote: true,
    aliasDuplicateObjects: false,
    lineWidth: 0,
  });
}
