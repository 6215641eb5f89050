import type { Presets } from '../preset.ts';
import type { Settings } from './settings.ts';

const common = {
  desired: 6,
  maximumPercent: 200,
  startTime: 10,
  healthTime: 10,
  failureRate: 0,
  seed: 1,
} as const;

/** The three examples of the course. */
export const PRESETS: Presets<Settings, 'rolling-deployment'> = [
  {
    id: 'example-1',
    title: 'Example 1',
    story:
      'Minimum 100 %, maximum 200 %, and room for twelve. All six new cats move in beside the old ones, and the old ones leave only when the new ones are well: never fewer than six healthy, at most twelve tasks.',
    settings: { ...common, minimumHealthyPercent: 100, capacity: 12 },
  },
  {
    id: 'example-2',
    title: 'Example 2',
    story:
      'Minimum 50 %, and room for six tasks only. There is no place for a seventh box, so three old cats leave first to make room, and three stay until the new ones are well.',
    settings: { ...common, minimumHealthyPercent: 50, capacity: 6 },
  },
  {
    id: 'example-3',
    title: 'Example 3',
    story:
      'The same percentages with room for ten. Four new cats move in at once while two old ones make room for the rest, and it is over sooner: never fewer than three healthy, as before.',
    settings: { ...common, minimumHealthyPercent: 50, capacity: 10 },
  },
];
