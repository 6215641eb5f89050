const calm = matchMedia('(prefers-reduced-motion: reduce)');
const timing = { duration: 380, easing: 'cubic-bezier(.2,.8,.3,1)' };

/** Plays an animation, or nothing for those who asked for less motion. */
const play = (element: Element, frames: Keyframe[]): Animation | undefined =>
  calm.matches ? undefined : element.animate(frames, timing);

export const enter = (element: Element): void => {
  play(element, [{ opacity: 0, transform: 'translateY(12px) scale(.85)' }, {}]);
};

/** Resolves when the element may go. */
export const leave = async (element: Element): Promise<void> => {
  await play(element, [{}, { opacity: 0, transform: 'scale(.8)' }])?.finished.catch(
    () => undefined,
  );
};

/** Notes where elements are; call the answer after the layout changed, and they glide there. */
export const glide = (elements: readonly Element[]): (() => void) => {
  if (calm.matches) return () => {};
  const before = elements.map((element) => element.getBoundingClientRect());
  return () => {
    elements.forEach((element, index) => {
      const from = before[index];
      if (from === undefined || !element.isConnected) return;
      const to = element.getBoundingClientRect();
      const [x, y] = [from.left - to.left, from.top - to.top];
      if (x !== 0 || y !== 0) play(element, [{ transform: `translate(${x}px, ${y}px)` }, {}]);
    });
  };
};
