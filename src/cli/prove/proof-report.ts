import { extname } from 'node:path';
import { neverFailed, type ProofMatrix, type Verdict } from './proof-matrix.ts';

const SIGNS: Readonly<Record<Verdict, string>> = {
  fail: '✘',
  blocked: '–',
  pass: '·',
  error: '!',
  unknown: '?',
};
const LEGEND =
  '✘ the check fails, as it must; – it waits for one that does; · it passes; ! it went wrong; ? it was not seen.';

/** As a page (`.html`) or as Markdown (any other name). */
export const proofReport = (matrices: readonly ProofMatrix[], file: string): string =>
  /^\.html?$/i.test(extname(file)) ? asHtml(matrices) : asMarkdown(matrices);

const summary = (matrix: ProofMatrix): string => {
  const unseen = neverFailed(matrix);
  return unseen.length === 0
    ? `${matrix.checks.length} checks, each of which was seen to fail`
    : `never seen to fail: ${unseen.join(', ')}`;
};

const asMarkdown = (matrices: readonly ProofMatrix[]): string =>
  `${[
    '# What the checks catch',
    LEGEND,
    ...matrices.map((matrix) => {
      const rows = matrix.rows.map(({ name, verdicts }) => [
        name,
        ...verdicts.map((verdict) => SIGNS[verdict]),
      ]);
      const table = [['', ...matrix.checks], ['', ...matrix.checks].map(() => '---'), ...rows];
      const lines = table.map((cells) => `| ${cells.join(' | ')} |`);
      return `## ${matrix.lab}\n\n${lines.join('\n')}\n\n${summary(matrix)}.`;
    }),
  ].join('\n\n')}\n`;

const asHtml = (matrices: readonly ProofMatrix[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What the checks catch</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
  div { overflow-x: auto; }
  table { border-collapse: collapse; }
  th, td { border: 1px solid #8888; padding: .2rem .6rem; text-align: center; }
  tbody th { text-align: left; font-weight: normal; }
  .fail { font-weight: bold; background: #d0402033; }
  .error, .unknown { background: #d0a02055; }
</style>
</head>
<body>
<h1>What the checks catch</h1>
<p>${LEGEND}</p>
${matrices.map(sectionOf).join('\n')}
</body>
</html>
`;

const sectionOf = (matrix: ProofMatrix): string => {
  const head = matrix.checks.map((id) => `<th scope="col">${escape(id)}</th>`).join('');
  const rows = matrix.rows.map(({ name, verdicts }) => {
    const cells = verdicts.map(
      (verdict) => `<td class="${verdict}" title="${verdict}">${SIGNS[verdict]}</td>`,
    );
    return `<tr><th scope="row">${escape(name)}</th>${cells.join('')}</tr>`;
  });
  return `<h2>${escape(matrix.lab)}</h2>
<p>${escape(summary(matrix))}.</p>
<div><table><thead><tr><td></td>${head}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div>`;
};

/** The same for a terminal: a line for each mutant, the checks numbered. */
export const matrixInTerminal = (matrix: ProofMatrix): string => {
  const width = Math.max(0, ...matrix.rows.map(({ name }) => name.length));
  const numbers = matrix.checks.map((_id, index) => String(index + 1).padStart(3)).join('');
  return [
    ...matrix.checks.map((id, index) => `${String(index + 1).padStart(3)} ${id}`),
    '',
    `${' '.repeat(width)}${numbers}`,
    ...matrix.rows.map(
      ({ name, verdicts }) =>
        name.padEnd(width) + verdicts.map((verdict) => SIGNS[verdict].padStart(3)).join(''),
    ),
    LEGEND,
  ].join('\n');
};

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
