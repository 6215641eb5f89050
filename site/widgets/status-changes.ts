import type { RuntimeStatus } from '../../src/server/api.ts';

export type Told = Pick<RuntimeStatus, 'version' | 'engine' | 'timeScale'>;

/** In what a runtime that came back is another than the one before, in sentences. */
export const changesOf = (before: Told, now: Told): string[] => [
  ...(before.engine === now.engine
    ? []
    : [`It runs on ${now.engine} now, on ${before.engine} before.`]),
  ...(before.timeScale === now.timeScale
    ? []
    : [`Time runs ${scale(now)} now, ${scale(before)} before.`]),
  ...(before.version === now.version
    ? []
    : [
        `It is version ${now.version} now, ${before.version} before: reload to get its pages. Nothing you did is lost by that.`,
      ]),
];

const scale = ({ timeScale }: Told): string =>
  timeScale === 1 ? 'as on AWS' : `${timeScale} times as fast as on AWS`;
