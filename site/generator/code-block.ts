import { highlight } from './highlight.ts';
import { type Html, html } from './html.ts';

/** A block of code that can be reached and scrolled by the keyboard; the script adds a copy button. */
export const codeBlock = (code: string, language: string, label = 'Code'): Html => html`
<div class="code" data-copy><pre tabindex="0" role="group" aria-label="${label}"><code>${highlight(code.replace(/\n+$/, ''), language)}</code></pre></div>
`;
