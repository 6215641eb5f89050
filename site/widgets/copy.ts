import { announce } from './announce.ts';
import { all, el, one } from './dom.ts';

const copyText = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
};

/** Gives every block of code a button that copies it. */
export const addCopyButtons = (root: ParentNode = document): void => {
  for (const block of all('[data-copy]', root)) {
    const pre = one('pre', block);
    if (pre === undefined) continue;
    const name = (pre.getAttribute('aria-label') ?? 'code').toLowerCase();
    const button = el(
      'button',
      { type: 'button', class: 'copy', 'aria-label': `Copy ${name}` },
      'Copy',
    );
    button.addEventListener('click', async () => {
      const copied = await copyText(pre.textContent ?? '');
      button.textContent = copied ? 'Copied' : 'Copying is not allowed';
      announce('copy', button.textContent);
      setTimeout(() => {
        button.textContent = 'Copy';
      }, 2_000);
    });
    block.append(button);
  }
};
