export type Attributes = Record<string, string | true>;

/**
 * Reads `step=build title="Build the image" cleanup`: words, `name=value` and `name="value"`.
 * Answers the piece that cannot be read as a string instead.
 */
export const parseAttributes = (text: string): Attributes | string => {
  const attributes: Attributes = {};
  const piece = /\s*([A-Za-z][\w-]*)(?:=(?:"([^"]*)"|([^\s"]+)))?(?=\s|$)/y;
  let at = 0;
  while (text.slice(at).trim() !== '') {
    piece.lastIndex = at;
    const match = piece.exec(text);
    const name = match?.[1];
    if (match === null || name === undefined || name in attributes) return text.slice(at).trim();
    attributes[name] = match[2] ?? match[3] ?? true;
    at = piece.lastIndex;
  }
  return attributes;
};
