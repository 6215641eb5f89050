import { plainText } from './plain-text.ts';

/** The elements of the page that the generator put there are found by their `data-` attributes. */
export const one = (selector: string, root: ParentNode = document): HTMLElement | undefined => {
  const found = root.querySelector(selector);
  return found instanceof HTMLElement ? found : undefined;
};

export const all = (selector: string, root: ParentNode = document): HTMLElement[] =>
  [...root.querySelectorAll(selector)].filter((found) => found instanceof HTMLElement);

type Child = Node | string;

/** Makes an element; strings become text, never markup, in which nothing is hidden. */
export const el = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(
    ...children.map((child) => (typeof child === 'string' ? plainText(child) : child)),
  );
  return element;
};

/** Sets the text only if it changed, so that screen readers and selections are left in peace. */
export const setText = (element: Element | undefined, text: string): void => {
  const plain = plainText(text);
  if (element !== undefined && element.textContent !== plain) element.textContent = plain;
};
