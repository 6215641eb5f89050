/** Each answers below 0, 0 or above 0, as `Array.sort` takes it. */

/** Numbers part by part (1.9.0 before 1.10.0); what is missing behind counts as 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const order = (left[i] ?? 0) - (right[i] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

const partsOf = (version: string): number[] =>
  version.replace(/^v/, '').replace(/-.*$/, '').split('.').map(Number);

export const compareNumbers = (a: string, b: string): number => Number(a) - Number(b);

/** `a`: milliseconds since the epoch; `b`: a date as the language writes it. */
export const compareDates = (a: string, b: string): number => Number(a) - dateOf(b);

const DATE =
  /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3})\d*)?)?)?(?:Z|([+-])(\d\d):(\d\d))?$/;

/** Milliseconds since the epoch; without a zone: UTC. */
function dateOf(text: string): number {
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = '0', sign, ...zone] =
    DATE.exec(text) ?? [];
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(fraction.padEnd(3, '0')),
  );
  const [hours = 0, minutes = 0] = zone.map((part) => Number(part ?? 0));
  const offset = (hours * 60 + minutes) * 60_000;
  return sign === '-' ? local + offset : local - offset;
}

const NUMBERS = /^v?\d+(?:\.\d+)*$/;

/** As numbers or versions where both are, else letter by letter. */
export function compareTexts(a: string, b: string): number {
  if (NUMBERS.test(a) && NUMBERS.test(b)) return compareVersions(a, b);
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
