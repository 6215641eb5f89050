/** Cells under one another; a column whose number is in `right` ends at its right edge. */
export const columns = (
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string[] => {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, i) =>
        right.includes(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
};

/** `$1,234.50` */
export const money = (usd: number, digits = 2): string =>
  `$${usd.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;

/** `2 d 03:04:05` */
export const duration = (seconds: number): string => {
  const days = Math.floor(seconds / 86_400);
  const clock = new Date((seconds % 86_400) * 1_000).toISOString().slice(11, 19);
  return days === 0 ? clock : `${days} d ${clock}`;
};
