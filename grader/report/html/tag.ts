import { escapeMarkup, visible } from '../text.ts';

/** HTML that goes into a page as it is: everything that was text has been escaped. */
export class Html {
  constructor(private readonly source: string) {}
  toString(): string {
    return this.source;
  }
}

type Value = Html | string | number | undefined | readonly Value[];

const render = (value: Value): string => {
  if (value === undefined) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'object') return value.map(render).join('');
  return escapeMarkup(visible(String(value)));
};

/** Template tag: texts are made visible and escaped, `Html` goes in as it is, lists are joined. */
export const html = (strings: TemplateStringsArray, ...values: Value[]): Html =>
  new Html(strings.reduce((text, part, index) => text + render(values[index - 1]) + part));
