import { of } from './mutant.ts';

/** Mistakes in how deployments shift traffic from one revision to another. */
export const SHIFTS = [
  ...of(
    'services/shift/stages.ts',
    [
      'traffic shifts to tasks that are still starting',
      "return view.ready ? to('POST_SCALE_UP') : undefined;",
      "return to('TEST_TRAFFIC_SHIFT');",
    ],
    ['a linear shift ends after its first step', 'return step + 1 < steps', 'return step > steps'],
  ),
  ...of(
    'services/shift/weights.ts',
    [
      'halves of a per cent are lost',
      '[Math.round(percent * 10), 1000 - Math.round(percent * 10)]',
      '[Math.round(percent), 100 - Math.round(percent)]',
    ],
    [
      'production traffic shifts together with test traffic',
      "isBefore(stage, 'PRE_PRODUCTION_TRAFFIC_SHIFT')",
      "isBefore(stage, 'TEST_TRAFFIC_SHIFT')",
    ],
    [
      'a way back leaves traffic where it was',
      "if (rollback !== undefined || status === 'STOPPED') return NONE;",
      "if (status === 'STOPPED') return NONE;",
    ],
  ),
  ...of('services/shift/begin.ts', [
    'green comes into the target group of blue',
    'return pair.find((arn) => arn !== present) ?? present;',
    'return present;',
  ]),
  ...of('services/shift/roles.ts', [
    'green scales up while the hooks before it are still asked',
    "isBefore(story.shift.stage, 'SCALE_UP') ? 0 : desiredCount",
    "isBefore(story.shift.stage, 'PRE_SCALE_UP') ? 0 : desiredCount",
  ]),
];
