import { html } from './html.ts';
import { type PageMarkdown, pageMarkdown } from './markdown.ts';
import { textPage } from './text-page.ts';

const TITLE = 'Where it differs from AWS';

/** `docs/differences.md` as a page, at `differences/index.html`. */
export const differencesPage = (
  text: string,
  version: string,
): { html: string; markdown: PageMarkdown } => {
  const markdown = pageMarkdown({
    source: 'docs/differences.md',
    title: TITLE,
    ids: ['main'],
  });
  const body = markdown.block(text, 1);
  const page = textPage({
    path: 'differences/index.html',
    kicker: 'Beside the course',
    heading: TITLE,
    lead: 'The labs teach what AWS does. Here is where this runtime does otherwise, so that nothing surprises you there.',
    content: html`<article class="prose wide">${body}</article>`,
    version,
  });
  return { html: page, markdown };
};
