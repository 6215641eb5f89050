import { announce } from '../../widgets/announce.ts';
import { el } from '../../widgets/dom.ts';

/** Copies an address; shows it where copying is not allowed. `what`: it reopens that. */
export const linkButton = (what: string, hash: () => string): HTMLElement => {
  const button = el('button', { type: 'button', class: 'quiet' }, 'Copy link');
  const address = el('input', { readonly: '', 'aria-label': `Link to ${what}`, hidden: '' });
  button.addEventListener('click', async () => {
    const link = location.href.replace(/#.*$/, '') + hash();
    try {
      await navigator.clipboard.writeText(link);
      button.textContent = 'Copied';
      announce('copy', 'Link copied');
      setTimeout(() => {
        button.textContent = 'Copy link';
      }, 2_000);
    } catch {
      address.value = link;
      address.hidden = false;
      address.focus();
      address.select();
    }
  });
  return el('p', { class: 'sim-link' }, button, address);
};
