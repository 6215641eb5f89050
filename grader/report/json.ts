import type { Exporter } from './exporter.ts';

/** All that is known, for programs of your own; texts as they were found. */
export const json: Exporter = {
  name: 'json',
  description: 'everything, for programs of your own: class.json',
  files: (report) => [
    { path: 'class.json', content: `${JSON.stringify({ format: 1, ...report }, null, 2)}\n` },
  ],
};
