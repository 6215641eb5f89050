/**
 * Does the text match the pattern, in which `*` stands for any number of characters and `?` for one?
 * Compares as it is: lower both for no regard to case. In time of their lengths' product at most.
 * `escapes`: a backslash takes the meaning from a `*` or `?` after it (AWS: query strings only).
 */
export const matchesPattern = (pattern: string, text: string, escapes = false): boolean => {
  let p = 0;
  let t = 0;
  /** Where to go on with one character more under the last `*`. */
  let starAt = -1;
  let tried = 0;
  while (t < text.length || p < pattern.length) {
    const sign = pattern[p];
    if (sign === '*') {
      starAt = p++;
      tried = t;
      continue;
    }
    const escaped = escapes && sign === '\\' && /[*?\\]/.test(pattern[p + 1] ?? '');
    const wanted = escaped ? pattern[p + 1] : sign;
    if (t < text.length && ((sign === '?' && !escaped) || wanted === text[t])) {
      p += escaped ? 2 : 1;
      t++;
    } else if (starAt >= 0 && tried < text.length) {
      p = starAt + 1;
      t = ++tried;
    } else return false;
  }
  return true;
};
