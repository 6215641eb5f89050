/** What all pages have. */
export const all = async <Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> => {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
};

/** Asks about many things, so many a call. */
export const inParts = async <Name, Item>(
  names: readonly Name[],
  most: number,
  ask: (part: Name[]) => Promise<readonly Item[] | undefined>,
): Promise<Item[]> => {
  const parts = Array.from({ length: Math.ceil(names.length / most) }, (_part, index) =>
    names.slice(index * most, (index + 1) * most),
  );
  return (await Promise.all(parts.map(ask))).flatMap((items) => items ?? []);
};
