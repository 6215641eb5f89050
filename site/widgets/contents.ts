import { all, one } from './dom.ts';

const narrow = matchMedia('(max-width: 70rem)');

/** The table of contents: folded on narrow screens, and showing where one is. */
export const watchContents = (): void => {
  const details = one('[data-contents]');
  if (!(details instanceof HTMLDetailsElement)) return;
  const fold = () => {
    details.open = !narrow.matches;
  };
  fold();
  narrow.addEventListener('change', fold);

  const links = new Map(all('a', details).map((link) => [link.getAttribute('href') ?? '', link]));
  const headings = all('.prose h2, .prose h3');
  const mark = () => {
    const current = headings.findLast((heading) => heading.getBoundingClientRect().top < 140);
    for (const [href, link] of links) {
      if (href === `#${current?.id}`) link.setAttribute('aria-current', 'location');
      else link.removeAttribute('aria-current');
    }
  };
  mark();
  addEventListener('scroll', mark, { passive: true });
};
