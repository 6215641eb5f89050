import { type PatternNode, parsePattern } from './pattern-syntax.ts';

/** A step of a compiled pattern; the next step is the one behind it unless told otherwise. */
type Step =
  | { readonly type: 'one'; readonly is: (char: string) => boolean }
  | { readonly type: 'at'; readonly place: 'start' | 'end' }
  | { readonly type: 'fork'; readonly to: readonly number[] }
  | { readonly type: 'done' };

/** Steps that `{n,m}` may unfold to. */
const MOST_STEPS = 1000;

/**
 * A Java regular expression that must match the whole text, as `Matcher.matches()` asks. It is
 * walked in all its ways at once, so that no expression takes longer than its length times the
 * text's: whoever writes one cannot make the scheduler hang. Not understood, and refused through
 * `fail`: look-around, back-references, possessive quantifiers, flags.
 */
export function compilePattern(
  pattern: string,
  fail: (offset: number, problem: string) => Error,
): (text: string) => boolean {
  const steps: Step[] = [];
  unfold(parsePattern(pattern, fail), steps, () => {
    throw fail(0, `the regular expression is too large: expected at most ${MOST_STEPS} steps.`);
  });
  steps.push({ type: 'done' });
  return (text) => matches(steps, text);
}

function unfold(node: PatternNode, steps: Step[], tooLarge: () => never): void {
  if (steps.length > MOST_STEPS) tooLarge();
  switch (node.type) {
    case 'one':
    case 'at':
      steps.push(node);
      break;
    case 'sequence':
      for (const part of node.parts) unfold(part, steps, tooLarge);
      break;
    case 'choice':
      unfoldChoice(node.options, steps, tooLarge);
      break;
    case 'repeat': {
      for (let n = 0; n < node.least; n += 1) unfold(node.part, steps, tooLarge);
      if (node.most === Number.POSITIVE_INFINITY) {
        const loop = fork(steps);
        unfold(node.part, steps, tooLarge);
        steps.push({ type: 'fork', to: [loop.at] });
        loop.to.push(loop.at + 1, steps.length);
      } else {
        const skips = Array.from({ length: node.most - node.least }, () => {
          const skip = fork(steps);
          unfold(node.part, steps, tooLarge);
          return skip;
        });
        for (const skip of skips) skip.to.push(skip.at + 1, steps.length);
      }
    }
  }
}

function unfoldChoice(options: readonly PatternNode[], steps: Step[], tooLarge: () => never): void {
  const start = fork(steps);
  const ends = options.map((option) => {
    start.to.push(steps.length);
    unfold(option, steps, tooLarge);
    return fork(steps);
  });
  for (const end of ends) end.to.push(steps.length);
}

/** Adds a fork whose ways are told later. */
function fork(steps: Step[]): { readonly at: number; readonly to: number[] } {
  const to: number[] = [];
  steps.push({ type: 'fork', to });
  return { at: steps.length - 1, to };
}

function matches(steps: readonly Step[], text: string): boolean {
  let current = new Set<number>();
  reach(steps, 0, 0, text, current);
  for (let at = 0; at < text.length && current.size > 0; at += 1) {
    const char = text.charAt(at);
    const next = new Set<number>();
    for (const index of current) {
      const step = steps[index];
      if (step?.type === 'one' && step.is(char)) reach(steps, index + 1, at + 1, text, next);
    }
    current = next;
  }
  return current.has(steps.length - 1);
}

/** Adds all steps that can be got to from `index` without taking a character. */
function reach(
  steps: readonly Step[],
  index: number,
  at: number,
  text: string,
  reached: Set<number>,
): void {
  const open = [index];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    const step = steps[next];
    if (step?.type === 'fork') open.push(...step.to);
    else if (step?.type === 'at' && at === (step.place === 'start' ? 0 : text.length)) {
      open.push(next + 1);
    }
  }
}
