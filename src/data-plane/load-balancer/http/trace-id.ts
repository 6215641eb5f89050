import { randomBytes } from 'node:crypto';

/** Half random, half counted: never twice, and costs no random bytes a request. */
const start = randomBytes(6).toString('hex');
let count = randomBytes(4).readUInt32BE(0);

/** A new trace identifier at that time (milliseconds): `1-58337262-36d228ad5d99923122bbe354`. */
export const newTraceId = (now: number): string =>
  `1-${Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0')}-${start}${(++count).toString(16).padStart(12, '0')}`;

/**
 * `X-Amzn-Trace-Id` as ALB passes it on: `Root` when the client sent none, a `Self` of its own beside
 * the client's `Root`, all else as it was (AWS: Request tracing).
 */
export const tracedBy = (header: string | undefined, id: string): string => {
  if (header === undefined || header.trim() === '') return `Root=${id}`;
  const fields = header
    .split(';')
    .map((field) => field.trim())
    .filter((field) => field !== '' && !/^Self=/i.test(field));
  return fields.some((field) => /^Root=/i.test(field))
    ? [`Self=${id}`, ...fields].join(';')
    : [...fields, `Root=${id}`].join(';');
};
