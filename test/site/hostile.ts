/**
 * What a container name, a tag, a log line or an output may hold to do harm to a page that takes
 * it for more than text. `shown`: how a page must show it; undefined: as it is.
 */
export const HOSTILE: readonly {
  readonly what: string;
  readonly text: string;
  readonly shown?: string;
}[] = [
  { what: 'a script', text: '<script>globalThis.harmed = true</script>' },
  { what: 'an image', text: '<img src=x onerror="globalThis.harmed = true">' },
  { what: 'a way out of an attribute', text: '"\'><svg onload=globalThis.harmed=true>' },
  { what: 'a link', text: '[cats](javascript:globalThis.harmed=true)' },
  { what: 'a template', text: '{{globalThis.harmed = true}} &lt;b&gt; &#60;' },
  {
    what: 'an override of the direction',
    text: 'cat\u202egpj.exe\u2066 dog',
    shown: 'cat⟨U+202E⟩gpj.exe⟨U+2066⟩ dog',
  },
  {
    what: 'characters without a width',
    text: 'all\u200bthe\u2060cats\ufeff',
    shown: 'all⟨U+200B⟩the⟨U+2060⟩cats⟨U+FEFF⟩',
  },
  { what: 'an emoji of several', text: '\u{1f469}\u200d\u{1f4bb} \u{1f431}' },
];

/** What only a terminal takes for more than text. */
export const HOSTILE_OUTPUT: readonly {
  readonly what: string;
  readonly text: string;
  readonly shown: string;
}[] = [
  { what: 'colours', text: '\u001b[31;1mred\u001b[0m', shown: 'red' },
  { what: 'a title', text: '\u001b]0;harmed\u0007title', shown: 'title' },
  {
    what: 'a link of a terminal',
    text: '\u001b]8;;javascript:x\u001b\\link\u001b]8;;\u001b\\',
    shown: 'link',
  },
  { what: 'a cleared screen', text: '\u001b[2J\u001b[Hclear', shown: 'clear' },
  { what: 'a sequence that never ends', text: '\u001b[0000', shown: '[0000' },
  { what: 'controls of one byte', text: 'a\u009b31mb\u0000\u0007c', shown: 'a31mbc' },
  { what: 'a drawn-over lie', text: 'rm -rf /\rls       \n', shown: 'ls       \n' },
];

/** A megabyte without an end of line. */
export const MEGABYTE = 'x'.repeat(1024 * 1024);
