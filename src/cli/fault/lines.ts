import { FAULTS } from '../../core/faults/faults.ts';
import type { FaultList, FaultPicture } from '../../server/api.ts';

/** The vocabulary, with an example of each. */
export const vocabularyLines = (): string[] => [
  ...Object.entries(FAULTS).flatMap(([name, { summary, duration, example }]) => [
    `  ${name.padEnd(18)}${summary}`,
    `  ${''.padEnd(18)}${duration === null ? 'over at once' : `for ${timeOf(duration)}`}; npm run fault -- ${example}`,
  ]),
  '',
  '  list              what is in force, and what was in the last hour',
  '  undo ID           ends one before its time',
];

/** What is going to happen. */
export const beforehand = ({
  description,
  look,
  undo,
  beganAt,
  endsAt,
}: FaultPicture): string[] => [
  description,
  `  Look at: ${look}`,
  endsAt === beganAt
    ? '  Over at once; it cannot be undone.'
    : `  Ends by itself after ${timeOf(endsAt - beganAt)}, which ${undo ?? 'leaves it as it is'}.`,
];

export const afterwards = ({ faultId, beganAt, endsAt }: FaultPicture): string[] =>
  endsAt === beganAt
    ? [`Done (${faultId}).`]
    : [
        `Done: in force until ${clock(endsAt)}.`,
        `  Undo it before: npm run fault -- undo ${faultId}`,
      ];

export const listLines = ({ now, timeScale, faults }: FaultList): string[] => {
  if (faults.length === 0) return ['No fault was caused in the last hour.'];
  const lines = faults.map(({ faultId, fault, description, endsAt, endedAt, failure }) => {
    const state =
      failure !== null
        ? `failed: ${failure}`
        : endedAt === null
          ? `in force, ${timeOf(endsAt - now)} left`
          : `over since ${clock(endedAt)}`;
    return `${faultId}  ${fault.padEnd(18)}${state}\n  ${description}`;
  });
  return timeScale === 1 ? lines : [...lines, `Time runs ${timeScale} times as fast as on AWS.`];
};

const timeOf = (milliseconds: number): string => {
  const exact = Math.max(0, milliseconds) / 1000;
  if (exact >= 120) return `${Math.round(exact / 60)} min`;
  return `${exact < 10 ? Number(exact.toFixed(1)) : Math.round(exact)} s`;
};

const clock = (time: number): string => new Date(time).toISOString().slice(11, 19).concat(' UTC');
