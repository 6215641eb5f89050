import { stripVTControlCharacters, styleText } from 'node:util';
import type { StuckReport } from '../../server/api.ts';
import type { LabOptions } from './options.ts';

/** Where in the lab somebody is stuck. */
interface Place {
  readonly type: 'check' | 'step';
  readonly id: string;
}

/** Says what the runtime sees that may be in the way, as the lab's page does. */
export const showStuck = async (
  { lab, options }: { readonly lab: { readonly id: string }; readonly options: LabOptions },
  place: Place,
): Promise<void> => {
  const { endpoint, account } = options;
  const query = `account=${account}&${place.type}=${encodeURIComponent(place.id)}`;
  const response = await fetch(`${endpoint}/_workbook/labs/${lab.id}/stuck?${query}`, {
    signal: AbortSignal.timeout(60_000),
  }).catch(() => undefined);
  const report: unknown = response?.ok ? await response.json().catch(() => undefined) : undefined;
  for (const line of isReport(report) ? stuckLines(report) : [noReport(endpoint)])
    console.log(line);
};

const noReport = (endpoint: string): string =>
  `\nThe runtime at ${endpoint} does not say what it sees. Does npm start still run?`;

const isReport = (value: unknown): value is StuckReport =>
  typeof value === 'object' && value !== null && 'observations' in value;

/** The report as lines for a terminal; nothing that a program printed moves its cursor. */
export const stuckLines = ({ observations }: StuckReport): string[] => {
  if (observations.length === 0) return ['\nNothing that the runtime sees is in the way.'];
  return observations.flatMap(({ about, says, lines = [], tries }) => [
    '',
    `${styleText('bold', plain(about))}: ${plain(says)}`,
    ...lines.map((line) => styleText('dim', `  | ${plain(line)}`)),
    ...tries.flatMap(({ say, command }) => [
      `  ${plain(say)}`,
      ...(command === undefined ? [] : [styleText('cyan', `      ${plain(command)}`)]),
    ]),
  ]);
};

const plain = (text: string): string =>
  // Controls, and what a terminal shows as nothing or turns around.
  stripVTControlCharacters(text).replace(/\p{Cc}|\p{Cf}/gu, '');
