import { plural } from './plural.ts';

/** How far one is, in a sentence; the generator writes it for a start, so that nothing moves. */
export const scoreWords = (score: {
  readonly done: number;
  readonly steps: number;
  readonly right: number;
  readonly questions: number;
}): string => {
  const { done, steps, right, questions } = score;
  return [
    steps > 0 && `${done} of ${plural(steps, 'step')} run here or in a terminal`,
    questions > 0 && `${right} of ${plural(questions, 'question')} right`,
  ]
    .filter((part) => part !== false)
    .join(' · ');
};
