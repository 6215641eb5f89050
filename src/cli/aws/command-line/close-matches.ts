/** The words most like `word`, best first, at most three; `cutoff` from 0 (any) to 1 (equal). */
export function closeMatches(word: string, words: readonly string[], cutoff: number): string[] {
  return words
    .map((candidate) => ({ candidate, ratio: similarity(candidate, word) }))
    .filter(({ ratio }) => ratio >= cutoff)
    .sort((a, b) => b.ratio - a.ratio)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Ratcliff and Obershelp's measure: twice the characters in common over all characters. */
function similarity(a: string, b: string): number {
  const length = a.length + b.length;
  return length === 0 ? 1 : (2 * charactersInCommon(a, b)) / length;
}

function charactersInCommon(a: string, b: string): number {
  const block = longestCommonBlock(a, b);
  if (block.length === 0) return 0;
  return (
    block.length +
    charactersInCommon(a.slice(0, block.inA), b.slice(0, block.inB)) +
    charactersInCommon(a.slice(block.inA + block.length), b.slice(block.inB + block.length))
  );
}

function longestCommonBlock(a: string, b: string): { inA: number; inB: number; length: number } {
  let best = { inA: 0, inB: 0, length: 0 };
  for (let inA = 0; inA < a.length; inA++) {
    for (let inB = 0; inB < b.length; inB++) {
      let length = 0;
      while (inA + length < a.length && a[inA + length] === b[inB + length]) length++;
      if (length > best.length) best = { inA, inB, length };
    }
  }
  return best;
}
