export interface CatOptions {
  /** Pixels; without it the drawing fills what holds it. */
  readonly size?: number;
  /** Title for screen readers; default: the cat in words. Text, not markup. */
  readonly title?: string;
  /** The round ground behind the cat; default true. */
  readonly cushion?: boolean;
}

/**
 * SVG of the cat of the container with that id. Only the first 12 characters count, so a
 * container's short and long id draw the same cat.
 */
export function drawCat(id: string, options?: CatOptions): string;

/** The cat in words: "A curious ginger tabby cat, sitting, with a scarf". */
export function describeCat(id: string): string;

/** What it looks like; `fur` is a colour of CSS. */
export function traitsOf(id: string): {
  readonly coat: { readonly name: string; readonly fur: string };
};
