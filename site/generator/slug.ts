/**
 * Gives each text an id of its own within one page: "Run it!" → `run-it`, again → `run-it-2`.
 * `taken` are ids that the page has besides.
 */
export const slugs = (taken: Iterable<string> = []): ((text: string) => string) => {
  const used = new Set(taken);
  return (text) => {
    const base =
      text
        .toLowerCase()
        .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
        .replace(/^-+|-+$/g, '') || 'section';
    let id = base;
    for (let count = 2; used.has(id); count++) id = `${base}-${count}`;
    used.add(id);
    return id;
  };
};
