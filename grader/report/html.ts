import type { Exporter } from './exporter.ts';
import { fileNames } from './file-names.ts';
import { classPage } from './html/class-page.ts';
import { statisticsPage } from './html/statistics.ts';
import { studentPage } from './html/student-page.ts';

/**
 * Pages that need neither a network nor a script: the class for those who teach, the same without
 * names, and one for each student, which names nobody else.
 */
export const html: Exporter = {
  name: 'html',
  description: 'pages: the class, the class without names, and the evidence of each student',
  files: (report) => {
    const names = fileNames(report.students.map(({ student }) => student.id));
    return [
      { path: 'html/index.html', content: classPage(report, names) },
      { path: 'html/statistics.html', content: statisticsPage(report) },
      ...report.students.map((grade) => ({
        path: `html/students/${names.get(grade.student.id)}.html`,
        content: studentPage(grade, report),
      })),
    ];
  },
};
