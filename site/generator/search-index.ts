/** A place that the search finds: title, what it is a part of, address from the site's folder, text. */
export type SearchDocument = readonly [title: string, where: string, path: string, text: string];

/** Parts that stand for themselves, and where their titles are. Sections do not hold sections. */
const PARTS: readonly { readonly part: RegExp; readonly title: RegExp }[] = [
  {
    part: /<section class="step" id="([^"]+)"[\s\S]*?<\/section>/g,
    title:
      /<p class="step-title"[^>]*><span class="step-number">[\s\S]*?\d+<\/span>([\s\S]*?)<\/p>/,
  },
  {
    part: /<section class="quiz" id="([^"]+)"[\s\S]*?<\/section>/g,
    title: /<legend><span[^>]*>[^<]*<\/span>([\s\S]*?)<\/legend>/,
  },
  {
    part: /<div class="glossary-entry" id="([^"]+)"[\s\S]*?<\/div>/g,
    title: /<dfn>([\s\S]*?)<\/dfn>/,
  },
];

/** What would be in the way: answers to questions, solutions, what only scripts fill, lists of contents. */
const LEFT_OUT =
  /<p class="explanation"[\s\S]*?<\/p>|<details class="solution"[\s\S]*?<\/details>|<section class="check"[\s\S]*?<\/section>|<nav[\s\S]*?<\/nav>|<button[\s\S]*?<\/button>|<dd class="facts">[\s\S]*?<\/dd>/g;

/** Cuts a page into the places that the search finds. */
export const documentsOf = (path: string, page: string): SearchDocument[] => {
  const main = /<main[^>]*>([\s\S]*)<\/main>/.exec(page)?.[1] ?? '';
  const heading = textOf(/<h1>([\s\S]*?)<\/h1>/.exec(main)?.[1] ?? '');
  const kicker = textOf(/<p class="kicker">([\s\S]*?)<\/p>/.exec(main)?.[1] ?? '');
  const where = kicker.startsWith('Lab ') ? `${kicker}: ${heading}` : heading;
  const documents: SearchDocument[] = [];
  let rest = main.replace(LEFT_OUT, ' ');
  for (const { part, title } of PARTS) {
    rest = rest.replace(part, (source, id: string) => {
      documents.push([
        textOf(title.exec(source)?.[1] ?? ''),
        where,
        `${path}#${id}`,
        textOf(source.replace(title, '')),
      ]);
      return ' ';
    });
  }
  const [top = '', ...sections] = rest.split(/(?=<h[2-4] id=")/);
  documents.unshift([heading, kicker, path, textOf(top)]);
  for (const section of sections) {
    const [, id = '', title = '', text = ''] =
      /^<h[2-4] id="([^"]+)">([\s\S]*?)<\/h[2-4]>([\s\S]*)$/.exec(section) ?? [];
    documents.push([textOf(title), where, `${path}#${id}`, textOf(text)]);
  }
  return documents;
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** Words of neighbouring blocks stay apart; a tag inside of a word does not part it. */
const textOf = (source: string): string =>
  source
    .replace(/<\/?(?:a|strong|em|code|span|dfn)\b[^>]*>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim();

/** A plain script, since pages in a folder may not fetch their neighbours. */
export const searchIndex = (documents: readonly SearchDocument[]): string =>
  `globalThis.searchDocuments=${JSON.stringify(documents)};\n`;
