import { drawCat } from '../../labs/images/cats/cat.mjs';

const drawn = new Map<string, string>();

/**
 * The cat that the container's own page shows, as the address of a picture. Shown by an `img`, so
 * that nothing in it could ever run or reach into the page.
 */
export const catPicture = (runtimeId: string): string => {
  const id = runtimeId.slice(0, 12);
  let picture = drawn.get(id);
  if (picture === undefined) {
    picture = `data:image/svg+xml,${encodeURIComponent(drawCat(id, { cushion: false, size: 200 }))}`;
    drawn.set(id, picture);
  }
  return picture;
};
