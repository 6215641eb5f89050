import { z } from 'zod';
import type { Finding } from './finding.ts';

/** 12 digits, also as AWS prints them (1234-5678-9012) and as spreadsheets are made to keep them (="0…"). */
export const readAccount = (cell: string): string | Finding => {
  const plain = cell.replace(/^=?"(.*)"$|^'/, '$1').replace(/[\s-]/g, '');
  if (/^\d{12}$/.test(plain)) return plain;
  const found = JSON.stringify(cell);
  const expected = 'an account id, 12 digits';
  const asText = 'give the column of accounts the format 000000000000, and save the CSV anew';
  if (/^\d+([.,]\d+)?e\+?\d+$/i.test(plain)) {
    return {
      expected,
      found: `${found}, as a spreadsheet shortens long numbers: digits are lost`,
      advice: `In the spreadsheet where the accounts are whole, ${asText}.`,
    };
  }
  if (/^\d{1,11}$/.test(plain)) {
    return {
      expected,
      found: `${found}, which has ${plain.length}; perhaps ${plain.padStart(12, '0')}, whose zeros a spreadsheet took away`,
      advice: `If so, in the spreadsheet ${asText}.`,
    };
  }
  return { expected, found };
};

/** As `sts:AssumeRole` wants it. */
export const readRole = (cell: string): string | Finding =>
  matching(cell, /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, {
    expected: 'the ARN of a role, such as arn:aws:iam::123456789012:role/Grader',
  });

export const readRegion = (cell: string): string | Finding =>
  matching(cell, /^[a-z]{2}(-[a-z]+)+-\d$/, { expected: 'a region, such as us-east-1' });

/** A moment with its offset, as ISO 8601; also as grade books write it: `2026-01-31 23:59:00 UTC`. */
export const readMoment = (cell: string): string | Finding => {
  const [, day, time, seconds = ':00', offset] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)? ?(Z|UTC|[+-]\d\d:?\d\d)$/.exec(cell) ?? [];
  const moment = `${day}T${time}${seconds}${offset?.replace('UTC', 'Z').replace(/(\d\d)(\d\d)$/, '$1:$2')}`;
  if (z.iso.datetime({ offset: true }).safeParse(moment).success) return moment;
  return {
    expected: 'a day and a time with its offset, such as 2026-01-31T23:59:00+01:00',
    found: JSON.stringify(cell),
    advice: /^\d{4}-\d\d-\d\d[T ][\d:.]+$/.test(cell)
      ? 'Add the offset from UTC, such as +01:00, or Z for UTC itself: the same time is another moment elsewhere.'
      : undefined,
  };
};

const matching = (cell: string, pattern: RegExp, finding: Pick<Finding, 'expected' | 'advice'>) =>
  pattern.test(cell) ? cell : { ...finding, found: JSON.stringify(cell) };
