import type { Lab } from '../../src/workbook/lab.ts';
import { clusterPanel } from './cluster-panel.ts';
import { type CourseEntry, course } from './course.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';
import { simulatorList } from './simulators-page.ts';

const entryCard = (entry: CourseEntry, lab: Lab | undefined): Html => {
  const head = html`<span class="entry-number" aria-hidden="true">${entry.number}</span>`;
  if (lab === undefined) {
    return html`<li class="entry later">${head}<div><p class="entry-title">${entry.title} <span class="tag">not written yet</span></p><p>${entry.summary}</p></div></li>\n`;
  }
  return html`<li class="entry" data-entry="${lab.id}">${head}<div><p class="entry-title"><a href="labs/${lab.id}/index.html">${lab.title}</a></p><p>${lab.summary}</p><p class="entry-state">About ${lab.minutes} minutes<span data-entry-state></span></p></div></li>\n`;
};

/** The course at a glance, at `index.html`. */
export const homePage = (labs: readonly Lab[], version: string): string => {
  const byId = new Map(labs.map((lab) => [lab.id, lab]));
  const first = labs[0];
  const planned = new Set(course.flatMap(({ entries }) => entries.map(({ id }) => id)));
  const others = labs.filter(({ id }) => !planned.has(id));
  const parts = others.length === 0 ? course : [...course, { title: 'More labs', entries: others }];
  return layout({
    title: 'ECS Workbook',
    description: 'A course on containers and Amazon ECS whose labs run on your own machine.',
    path: 'index.html',
    script: 'home',
    version,
    bodyClass: 'home-page',
    content: html`
<div class="home-grid">
<main id="main" tabindex="-1">
<header class="home-head">
<h1>Containers and Amazon ECS, run for real</h1>
<p class="lead">Labs with the commands that real AWS takes, on your own machine, at no cost. Watch your cluster, break it, and see each check turn green.</p>
${first && html`<p class="next"><a class="button" href="labs/${first.id}/index.html" data-next>Start with lab ${first.number}: ${first.title}</a></p>`}
<p class="narrow-only"><a href="#cluster-title">To your cluster</a></p>
</header>
<section class="runtime-card" aria-labelledby="runtime-title">
<h2 id="runtime-title">Your runtime</h2>
<div data-runtime-card><p>These pages can be read anywhere. Run buttons, live checks and your cluster appear when they are opened from the runtime:</p>
<div class="code" data-copy><pre tabindex="0" role="group" aria-label="Command"><code>npm ci &amp;&amp; npm start</code></pre></div></div>
</section>
<section class="home-simulator" aria-labelledby="simulator-title">
<h2 id="simulator-title">Try it in your browser first</h2>
<p>The scheduler of your cluster runs in your browser too, with nothing installed: move its settings and see who waits for whom, and why.</p>
${simulatorList('./')}
</section>
<section class="course" aria-labelledby="course-title">
<h2 id="course-title">The course</h2>
${parts.map(
  ({ title, entries }) => html`
<h3>${title}</h3>
<ol class="entries" start="${entries[0]?.number ?? 1}">
${entries.map((entry) => entryCard(entry, byId.get(entry.id)))}</ol>`,
)}
</section>
<section class="transfer" aria-labelledby="transfer-title">
<h2 id="transfer-title">Your progress</h2>
<p>It is kept in this browser, and by your runtime where there is one. One file takes all of it to another browser, machine or data folder; what is taken in from a file is added to what is there.</p>
<p class="transfer-actions"><button type="button" class="quiet" data-progress-save hidden>Save to a file</button> <button type="button" class="quiet" data-progress-take hidden>Take in from a file</button>
<input type="file" accept="application/json,.json" data-progress-field hidden aria-label="File with progress" tabindex="-1"></p>
<div data-progress-said></div>
</section>
</main>
<aside class="side" aria-label="Your cluster" tabindex="0">
${clusterPanel}
</aside>
</div>`,
  });
};
