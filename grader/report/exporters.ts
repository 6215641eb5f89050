import type { Exporter } from './exporter.ts';
import { gradescope } from './gradescope.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';

/** All formats that the grades of a class can be written in, in the order of the guide. */
export const EXPORTERS: readonly Exporter[] = [json, gradescope, junit];

export const exporterNamed = (name: string): Exporter | undefined =>
  EXPORTERS.find((exporter) => exporter.name === name);
