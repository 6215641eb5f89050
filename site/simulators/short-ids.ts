/** Ids are long; eight digits tell them apart. */
export const shortId = (id: string): string => id.slice(0, 8);

/** A service event with short task ids, as pictures and tables have them. */
export const shortened = (message: string): string =>
  message.replace(/\b([0-9a-f]{8})[0-9a-f]{24}\b/g, '$1…');
