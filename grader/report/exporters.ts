import { canvas } from './canvas.ts';
import { check50 } from './check50.ts';
import { classTable } from './class-table.ts';
import type { Exporter } from './exporter.ts';
import { githubClassroom } from './github-classroom.ts';
import { gradescope } from './gradescope.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { moodle } from './moodle.ts';
import { nbgrader } from './nbgrader.ts';

/** All formats that the grades of a class can be written in, in the order of the guide. */
export const EXPORTERS: readonly Exporter[] = [
  classTable,
  html,
  json,
  canvas,
  moodle,
  gradescope,
  nbgrader,
  githubClassroom,
  check50,
  junit,
];

export const exporterNamed = (name: string): Exporter | undefined =>
  EXPORTERS.find((exporter) => exporter.name === name);
