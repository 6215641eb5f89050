/**
 * Stands in for a `<style>` element of xterm.js, which the page's policy forbids, as it forbids all
 * style that is not in a file of ours. A sheet that a script adopts is none that a text of somebody
 * else's could have brought in. Put in its place by the generator (`generator/strict-terminal.ts`).
 */
export const adoptedStyle = (): HTMLElement => {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const element = document.createElement('span');
  element.hidden = true;
  Object.defineProperty(element, 'textContent', {
    set: (text: string) => sheet.replaceSync(text),
  });
  return element;
};
