/** Of the pages of a report: the colours and letters of the workbook, dark and light, and on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #faf6f0; --raised: #fffdf9; --ink: #2d2620; --soft: #665849; --line: #e2d6c6;
  --edge: #93806a; --accent: #96421b; --wash: #f6e7da;
  --good: #1d6a43; --good-wash: #e7f1e6; --bad: #a3282d; --bad-wash: #fae8e3;
  --wait: #745400; --wait-wash: #f8efd3; --idle: #cdbfae;
  --sans: -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --serif: ui-serif, "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, serif;
  --mono: ui-monospace, "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #1c1815; --raised: #25201c; --ink: #ebe3d8; --soft: #b5a696; --line: #3c342c;
    --edge: #8a7a69; --accent: #f2a67c; --wash: #382619;
    --good: #83d1a3; --good-wash: #1b2c22; --bad: #f6a09a; --bad-wash: #38201f;
    --wait: #e4c46d; --wait-wash: #322a16; --idle: #5c5044;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 62rem; padding: 2.5rem clamp(1rem, 4vw, 2.5rem) 3rem;
  background: var(--paper); color: var(--ink);
  font: 1.0625rem / 1.6 var(--sans); overflow-wrap: anywhere;
}
body.narrow { max-width: 50rem; }
h1, h2, h3 { font-family: var(--serif); font-weight: 650; line-height: 1.2; text-wrap: balance; margin: 0; }
h1 { font-size: clamp(1.8rem, 5vw, 2.6rem); }
h2 { font-size: 1.45rem; margin: 2.6rem 0 0.9rem; }
h3 { font-size: 1.1rem; margin: 1.6rem 0 0.6rem; }
p, dl, dd, ol, ul, figure { margin: 0; }
a { color: var(--accent); text-underline-offset: 0.18em; text-decoration-thickness: 0.07em; }
a:hover { text-decoration-thickness: 0.14em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.kicker { font-size: 0.85rem; letter-spacing: 0.06em; text-transform: uppercase; color: var(--accent); font-weight: 600; margin-bottom: 0.4rem; }
.lead { color: var(--soft); margin-top: 0.6rem; max-width: 46rem; }
.soft { color: var(--soft); }
.id { font: 0.85em var(--mono); color: var(--soft); }
.visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 0.85rem; color: var(--soft); }

.summary { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 1.5rem 2.2rem; align-items: center; margin-top: 1.8rem; padding: 1.5rem; background: var(--raised); border: 1px solid var(--line); border-radius: 0.9rem; }
.ring { width: 9.5rem; display: block; }
.ring circle { fill: none; stroke-width: 9; stroke: var(--line); }
.ring .earned { stroke: var(--good); stroke-linecap: round; transform: rotate(-90deg); transform-origin: center; }
.ring text { fill: var(--ink); text-anchor: middle; font-family: var(--serif); font-weight: 650; font-size: 25px; }
.ring .of { font: 500 10.5px var(--sans); fill: var(--soft); }
.facts { display: grid; gap: 0.45rem 1.2rem; font-size: 0.95rem; }
.facts > div { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: 0.2rem 0.8rem; }
.facts dt { color: var(--soft); }
.numbers { display: flex; flex-wrap: wrap; gap: 1rem 2.4rem; margin-top: 1.8rem; }
.numbers div { display: flex; flex-direction: column-reverse; }
.numbers dt { color: var(--soft); font-size: 0.88rem; }
.numbers dd { font: 650 1.9rem / 1.2 var(--serif); }
.note { border-left: 3px solid var(--wait); background: var(--wait-wash); border-radius: 0 0.5rem 0.5rem 0; padding: 0.8rem 1rem; font-size: 0.95rem; margin-top: 1.2rem; }
.note ul { padding-left: 1.2rem; margin-top: 0.3rem; }
.note li { margin-top: 0.3rem; }
.note h2 { font-size: 1.1rem; margin: 0; }

.checks { list-style: none; padding: 0; display: grid; gap: 0.8rem; }
.check { border: 1px solid var(--line); border-left: 4px solid var(--edge); border-radius: 0.6rem; padding: 0.85rem 1.1rem; background: var(--raised); break-inside: avoid; }
.check[data-status="pass"] { border-left-color: var(--good); }
.check[data-status="fail"] { border-left-color: var(--bad); }
.check[data-status="error"] { border-left-color: var(--wait); background: var(--wait-wash); }
.check[data-status="blocked"] { border-left-style: dashed; background: none; }
.check h3 { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.1rem 0.7rem; margin: 0; font: 600 1.02rem / 1.4 var(--sans); }
.check h3 .tick { align-self: flex-start; margin-top: 0.2rem; }
.check h3 .title { flex: 1 1 14rem; }
.points { font-weight: 400; font-size: 0.9rem; color: var(--soft); white-space: nowrap; font-variant-numeric: tabular-nums; }
.check dl { display: grid; gap: 0.3rem; margin: 0.45rem 0 0 1.85rem; font-size: 0.95rem; }
.check dl > div { display: grid; grid-template-columns: 5.4rem minmax(0, 1fr); gap: 0.1rem 0.6rem; }
.check dt { color: var(--soft); }
.check dd { white-space: pre-wrap; }
.check strong { font-weight: 600; }
[data-status="pass"] .state { color: var(--good); }
[data-status="fail"] .state { color: var(--bad); }
[data-status="error"] .state { color: var(--wait); }
/* A check mark, a bar, a dashed ring, an exclamation mark: never told by colour alone. */
.tick { flex: none; display: inline-grid; place-items: center; width: 1.15rem; height: 1.15rem; border: 2px solid var(--edge); border-radius: 50%; }
.tick::before { content: ""; }
[data-status="pass"] > .tick, [data-status="pass"] h3 .tick { background: var(--good); border-color: var(--good); }
[data-status="pass"] > .tick::before, [data-status="pass"] h3 .tick::before { width: 0.32rem; height: 0.6rem; margin-top: -0.12rem; border: solid var(--paper); border-width: 0 2px 2px 0; transform: rotate(45deg); }
[data-status="fail"] > .tick, [data-status="fail"] h3 .tick { border-color: var(--bad); }
[data-status="fail"] > .tick::before, [data-status="fail"] h3 .tick::before { width: 0.5rem; height: 2px; background: var(--bad); }
[data-status="blocked"] > .tick, [data-status="blocked"] h3 .tick { border-style: dashed; }
[data-status="error"] > .tick, [data-status="error"] h3 .tick { border-color: var(--wait); }
[data-status="error"] > .tick::before, [data-status="error"] h3 .tick::before { content: "!"; font: 700 0.7rem / 1 var(--sans); color: var(--wait); }
.legend { display: flex; flex-wrap: wrap; gap: 0.4rem 1.4rem; list-style: none; padding: 0; margin: 0.6rem 0 0.9rem; font-size: 0.9rem; color: var(--soft); }
.legend li { display: flex; align-items: center; gap: 0.5rem; }

.table { position: relative; overflow-x: auto; border: 1px solid var(--line); border-radius: 0.7rem; background: var(--raised); }
table { border-collapse: collapse; width: 100%; font-size: 0.94rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.5rem 0.7rem; text-align: left; vertical-align: middle; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { font-weight: 600; font-size: 0.85rem; color: var(--soft); vertical-align: bottom; }
tbody th { font-weight: 600; min-width: 11rem; max-width: 20rem; overflow-wrap: anywhere; }
tbody th .id { display: block; font-weight: 400; }
.number { text-align: right; white-space: nowrap; }
.late, .mark { white-space: nowrap; }
.mark { text-align: center; padding-left: 0.35rem; padding-right: 0.35rem; }
.mark .tick { vertical-align: middle; }
thead .mark span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 9rem; overflow: hidden; }
.bar { display: block; width: 100%; min-width: 7rem; height: 0.5rem; border-radius: 0.25rem; background: var(--line); overflow: hidden; }
.bar .pass { fill: var(--good); } .bar .fail { fill: var(--bad); }
.bar .blocked { fill: var(--idle); } .bar .error { fill: var(--wait); }
.score { min-width: 8rem; }
.score .number { display: block; text-align: left; }
.key { display: inline-block; width: 0.8rem; height: 0.8rem; border-radius: 0.2rem; }
.key.pass { background: var(--good); } .key.fail { background: var(--bad); }
.key.blocked { background: var(--idle); } .key.error { background: var(--wait); }
.histogram { display: block; width: 100%; max-width: 27rem; }
.histogram rect { fill: var(--accent); }
.histogram line { stroke: var(--edge); }
.histogram text { fill: var(--soft); font: 11px var(--sans); text-anchor: middle; }
.histogram .count { fill: var(--ink); font-weight: 600; }
.symptoms { list-style: none; padding: 0; font-size: 0.9rem; }

@media (max-width: 40rem) {
  body { padding-top: 1.5rem; }
  .summary { grid-template-columns: minmax(0, 1fr); justify-items: center; padding: 1.1rem; }
  .facts { width: 100%; }
  .check dl { margin-left: 0; }
  .check dl > div { grid-template-columns: minmax(0, 1fr); }
  .facts > div { grid-template-columns: 5.2rem minmax(0, 1fr); }
}
@page { margin: 16mm 15mm; }
@media print {
  :root {
    color-scheme: light;
    --paper: #ffffff; --raised: #ffffff; --ink: #000000; --soft: #444444; --line: #bbbbbb;
    --edge: #777777; --accent: #5f2a11; --wash: #ffffff; --good: #1d6a43; --good-wash: #ffffff;
    --bad: #a3282d; --bad-wash: #ffffff; --wait: #745400; --wait-wash: #ffffff; --idle: #bdbdbd;
  }
  html { font-size: 72%; }
  body, body.narrow { line-height: 1.4; max-width: none; padding: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h2, h3 { break-after: avoid; }
  tr, figure, .summary, .note { break-inside: avoid; }
  .table { overflow: visible; }
  .own-page { break-before: page; }
  .screen { display: none; }
  a { color: inherit; text-decoration: none; }
}
`;
