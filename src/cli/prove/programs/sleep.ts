const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Milliseconds that `sleep` with these arguments takes; undefined: it cannot read them. */
export const sleepTime = (args: readonly string[]): number | undefined => {
  const times = args.map((text) => {
    const [, number = '', unit = 's'] = /^(\d+\.?\d*|\.\d+)([smhd])?$/.exec(text) ?? [];
    return Number.parseFloat(number) * 1000 * (SECONDS[unit] ?? Number.NaN);
  });
  const sum = times.reduce((total, time) => total + time, 0);
  return args.length === 0 || Number.isNaN(sum) ? undefined : sum;
};
