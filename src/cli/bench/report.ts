import type { Measurement, Row } from './measurement.ts';

/** The measurements as a table for people, with a sentence on how each was made. */
export function formatReport(measurements: readonly Measurement[]): string {
  return measurements.map(formatMeasurement).join('\n\n');
}

function formatMeasurement({ title, how, rows, skipped }: Measurement): string {
  const table = skipped === undefined ? formatRows(rows) : [`Not measured: ${skipped}`];
  return [
    title,
    ...table.map((line) => `  ${line}`),
    ...wrap(how, 98).map((line) => `  ${line}`),
  ].join('\n');
}

function formatRows(rows: readonly Row[]): string[] {
  const cells = [
    ['', 'ours', 'against', '', 'ratio', 'aim', 'rounds (ours | against)'],
    ...rows.map(({ label, unit, ours, against, baseline, ratio, aim, rounds }) => [
      label,
      `${formatNumber(ours)} ${unit}`,
      `${formatNumber(baseline)} ${unit}`,
      against,
      ratio.toFixed(2),
      aim === undefined ? '' : `${aim.text}: ${aim.met ? 'met' : 'MISSED'}`,
      `${rounds.ours.map(formatNumber).join(' ')} | ${rounds.baseline.map(formatNumber).join(' ')}`,
    ]),
  ];
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((line) => line[column]?.length ?? 0)),
  );
  return cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function formatNumber(value: number): string {
  const digits = value < 100 ? 1 : 0;
  return value.toLocaleString('en', {
    maximumFractionDigits: digits,
    minimumFractionDigits: digits,
  });
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
