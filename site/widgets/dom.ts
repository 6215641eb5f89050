/** The elements of the page that the generator put there are found by their `data-` attributes. */
export const one = (selector: string, root: ParentNode = document): HTMLElement | undefined => {
  const found = root.querySelector(selector);
  return found instanceof HTMLElement ? found : undefined;
};

export const all = (selector: string, root: ParentNode = document): HTMLElement[] =>
  [...root.querySelectorAll(selector)].filter((found) => found instanceof HTMLElement);

type Child = Node | string;

/** Makes an element; strings become text, never markup. */
export const el = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

/** Sets the text only if it changed, so that screen readers and selections are left in peace. */
export const setText = (element: Element | undefined, text: string): void => {
  if (element !== undefined && element.textContent !== text) element.textContent = text;
};
