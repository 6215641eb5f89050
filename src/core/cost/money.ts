/** US dollars to the cent, half a cent upwards, as the lines of AWS's bill are. */
export const toCents = (usd: number): number => Math.round(Number((usd * 100).toFixed(6))) / 100;

/** Adds amounts that are whole cents, without the dust of binary fractions. */
export const sumOfCents = (amounts: readonly number[]): number =>
  amounts.reduce((cents, usd) => cents + Math.round(usd * 100), 0) / 100;
