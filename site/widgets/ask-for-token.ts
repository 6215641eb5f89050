import { el } from './dom.ts';
import { setToken, tokenIn } from './token.ts';

let count = 0;

/** A note that says where the token is, with a field to paste it into. */
export const askForToken = (refused: boolean, onToken: () => void): HTMLElement => {
  const id = `token-${++count}`;
  const field = el('input', {
    id,
    type: 'password',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': `${id}-problem`,
  });
  const problem = el('p', { id: `${id}-problem`, role: 'alert' });
  const form = el(
    'form',
    { class: 'token' },
    el('label', { for: id }, 'Token, or the whole address'),
    field,
    el('button', { type: 'submit' }, 'Use it'),
    problem,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const found = tokenIn(field.value);
    if (found === undefined) {
      problem.textContent = 'That is no token: it is the part behind #token= in the address.';
      return;
    }
    setToken(found);
    onToken();
  });
  return el(
    'div',
    { class: 'note' },
    el(
      'p',
      {},
      refused
        ? 'The runtime does not take the token that this browser has. '
        : 'Running commands from the page needs a token, so that no other site can do it. ',
      'Open the address that ',
      el('code', {}, 'npm start'),
      ' printed (it ends in ',
      el('code', {}, '#token=…'),
      '), or paste it here.',
    ),
    form,
  );
};
