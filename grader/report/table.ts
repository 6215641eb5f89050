import { stripVTControlCharacters, styleText } from 'node:util';
import { type CheckResult, earnedBy, type GradeReport } from '../result.ts';

/** A report for people; without colours unless asked. */
export const table = (report: GradeReport, options: { readonly colour?: boolean } = {}): string => {
  const idWidth = Math.max(...report.results.map(({ id }) => id.length), 5);
  const rows = report.results.flatMap((result) => row(result, idWidth));
  const where =
    report.target === 'local'
      ? `account ${report.account}, ${report.region}`
      : `AWS account ${report.account}, ${report.region}`;
  const lost = report.results.filter(({ status }) => status === 'error').length;
  const text = [
    styleText('bold', `${report.lab}  (${where})`),
    '',
    ...rows,
    '',
    styleText('bold', `${report.earned} of ${report.possible} points`),
    ...(lost > 0 ? [`${lost} could not be checked, through no fault of yours; not counted.`] : []),
  ].join('\n');
  return options.colour === true ? text : stripVTControlCharacters(text);
};

/** One check: a line, and below it what to do. */
export const row = (result: CheckResult, idWidth: number): string[] => {
  const { id, title, points, status } = result;
  const earned = status === 'error' ? '-' : earnedBy(result);
  const score = `${earned}/${points}`.padStart(6);
  const line = `${mark(status)} ${id.padEnd(idWidth)} ${score}  ${title}`;
  return [line, ...details(result).map((detail) => `    ${detail}`)];
};

const mark = (status: CheckResult['status']): string => {
  if (status === 'pass') return styleText('green', '✔');
  if (status === 'fail') return styleText('red', '✘');
  return status === 'blocked' ? styleText('dim', '·') : styleText('yellow', '!');
};

const details = (result: CheckResult): string[] => {
  switch (result.status) {
    case 'pass':
      return [];
    case 'fail':
      return [
        `expected  ${result.expected}`,
        `observed  ${result.observed}`,
        styleText('cyan', `hint      ${result.hint}`),
      ];
    case 'blocked':
      return [styleText('dim', `waits for ${result.blockedBy}`)];
    case 'error':
      return [styleText('yellow', `our error ${result.message}`)];
  }
};
