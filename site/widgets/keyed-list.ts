import { enter, glide, leave } from './motion.ts';

/** An element and how to bring it up to date. */
export interface View<T> {
  readonly element: HTMLElement;
  update(item: T): void;
}

/** Of more nobody can follow where each goes, and to measure them all takes longer than a frame. */
const MOST_THAT_MOVE = 60;

/**
 * Keeps the children of `parent` in step with a list: an item that stays keeps its element (and
 * with it the focus), new ones come in, gone ones leave, moved ones glide.
 */
export const keyedList = <T>(
  parent: HTMLElement,
  key: (item: T) => string,
  create: (item: T) => View<T>,
  animate = false,
): ((items: readonly T[]) => void) => {
  const views = new Map<string, View<T>>();
  let order = '';

  const remove = async (element: HTMLElement, animated: boolean) => {
    const hadFocus = element.contains(document.activeElement);
    element.inert = true;
    if (hadFocus) focusBeside(element);
    if (animated) await leave(element);
    const rest = animated ? glide(elementsOf(views)) : undefined;
    element.remove();
    rest?.();
  };

  return (items) => {
    const keys = new Set(items.map(key));
    const moves = animate && keys.size + views.size <= MOST_THAT_MOVE;
    for (const [gone, { element }] of views) {
      if (keys.has(gone)) continue;
      views.delete(gone);
      void remove(element, moves);
    }
    const newOrder = JSON.stringify([...keys]);
    // Looking where all are is dear, and for nothing while they stay there.
    const isMoved = newOrder !== order;
    const settle = moves && isMoved ? glide(elementsOf(views)) : undefined;
    order = newOrder;
    let previous: Element | null = null;
    const fresh: HTMLElement[] = [];
    for (const item of items) {
      let view = views.get(key(item));
      if (view === undefined) {
        view = create(item);
        views.set(key(item), view);
        fresh.push(view.element);
      }
      view.update(item);
      if (!isMoved) continue;
      // Moving an element that is in its place would take the focus from it.
      const place = skipLeaving(
        previous === null ? parent.firstElementChild : previous.nextElementSibling,
      );
      if (place !== view.element) parent.insertBefore(view.element, place);
      previous = view.element;
    }
    settle?.();
    if (moves) fresh.forEach(enter);
  };
};

/** The focus of what goes passes on to what is beside it: lost, it would begin at the top again. */
const focusBeside = (gone: HTMLElement): void => {
  const beside = [gone.nextElementSibling, gone.previousElementSibling];
  const next = beside
    .map((one) => one?.querySelector('a[href], button:not([hidden])'))
    .find((found) => found instanceof HTMLElement);
  if (next instanceof HTMLElement) next.focus();
};

const elementsOf = (views: ReadonlyMap<string, View<never>>) =>
  [...views.values()].map(({ element }) => element);

/** The element itself, or the first one behind it that is not on its way out. */
const skipLeaving = (element: Element | null): Element | null => {
  let found = element;
  while (found instanceof HTMLElement && found.inert) found = found.nextElementSibling;
  return found;
};
