import { all, el, one } from './dom.ts';

const requested = new Set<string>();

/** Simulators are mounted by their own script, which looks for its places when it runs. */
const load = (place: HTMLElement): void => {
  const { script } = place.dataset;
  if (script === undefined || requested.has(script)) return;
  requested.add(script);
  const element = el('script', { src: script });
  element.addEventListener('error', () => {
    for (const waiting of all('[data-simulator-waiting]')) {
      waiting.textContent =
        'The script of the simulator could not be loaded. Reload the page to try again.';
    }
  });
  document.head.append(element);
};

/** Loads a simulator's script when it nearly comes into view, or when the address asks for it. */
export const watchSimulators = (): void => {
  const places = all('[data-simulator]');
  if (places.length === 0) return;
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (isIntersecting && target instanceof HTMLElement) load(target);
      }
    },
    { rootMargin: '300px' },
  );
  for (const place of places) {
    const waiting = one('[data-simulator-waiting]', place);
    if (waiting !== undefined) waiting.textContent = 'The simulator is being fetched …';
    observer.observe(place);
  }
  const named = places.find(
    ({ dataset }) =>
      new URLSearchParams(location.hash.slice(1)).get('simulator') === dataset.simulator,
  );
  if (named === undefined) return;
  load(named);
  // Where it is only a part of the page.
  if (!document.body.classList.contains('simulator-page')) named.scrollIntoView();
};
