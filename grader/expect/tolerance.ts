/** How far off a figure may be: so much, or so many percent of the right one. */
export type Tolerance = number | `${number}%`;

/** Is `found` the `right` figure, give or take the tolerance? */
export const isAbout = (right: number, found: number, tolerance: Tolerance): boolean => {
  const margin =
    typeof tolerance === 'number'
      ? tolerance
      : (Math.abs(right) * Number.parseFloat(tolerance)) / 100;
  // A hair more, since fractions are not exact.
  return Math.abs(found - right) <= margin + Math.abs(right) * 1e-9 + 1e-12;
};
