import type { ClassReport } from '../class/class-report.ts';

/** Writes the grades of a class as something else reads them. Pure: the same report, the same files. */
export interface Exporter {
  /** As given to `--format`. */
  readonly name: string;
  /** In a few words, for `--help`. */
  readonly description: string;
  /** `path`: relative, of safe characters only; several where the format is one file a student. */
  readonly files: (
    report: ClassReport,
  ) => readonly { readonly path: string; readonly content: string }[];
}
