/** IPv4 addresses as numbers and ranges as texts: `10.0.0.0/8`. */

/** Undefined: the text is no address. */
export function addressFrom(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part)))
    return undefined;
  const bytes = parts.map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  return bytes.reduce((all, byte) => all * 256 + byte, 0);
}

/** The range that the text names, without what lies within it (`10.1.2.3/8` → `10.0.0.0/8`). */
export function cidrFrom(text: string): string | undefined {
  const [, before = '', length = ''] = /^([\d.]+)\/(\d{1,2})$/.exec(text) ?? [];
  const address = addressFrom(before);
  const prefix = Number(length);
  if (address === undefined || length === '' || prefix > 32) return undefined;
  return `${textOf(firstOf(address, prefix))}/${prefix}`;
}

/** The range has that address. False for what is no range or no address. */
export function contains(cidr: string, address: string): boolean {
  const [first = '', length = '32'] = cidr.split('/');
  const from = addressFrom(first);
  const wanted = addressFrom(address);
  if (from === undefined || wanted === undefined) return false;
  return firstOf(wanted, Number(length)) === firstOf(from, Number(length));
}

const firstOf = (address: number, prefix: number): number => {
  const size = 2 ** (32 - prefix);
  return Math.floor(address / size) * size;
};

const textOf = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
