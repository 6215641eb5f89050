import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ClassReport } from '../../../grader/class/class-report.ts';
import { exporterNamed } from '../../../grader/report/exporters.ts';

/**
 * Writes a report in each format: what is for a terminal to stdout, and so the one file of a single
 * format, unless a folder was asked for; all else into the folder, whose files are named on stderr.
 */
export const writeFormats = async (
  report: ClassReport,
  formats: readonly string[],
  { folder, isAskedFor }: { readonly folder: string; readonly isAskedFor: boolean },
): Promise<void> => {
  for (const format of formats) {
    const files = exporterNamed(format)?.files(report) ?? [];
    const [only] = files;
    const isOne = formats.length === 1 && files.length === 1 && !isAskedFor;
    if (only !== undefined && (format === 'table' || isOne)) {
      process.stdout.write(only.content.endsWith('\n') ? only.content : `${only.content}\n`);
      continue;
    }
    for (const { path, content } of files) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    const more = files.length > 1 ? ` and ${files.length - 1} more` : '';
    console.error(`${format}: ${join(folder, only?.path ?? '')}${more}`);
  }
};
