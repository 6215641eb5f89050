import type { CheckResult, GradeReport } from '../../../../grader/result.ts';
import { plural, type Ranked, type Seen, sentence } from './seen.ts';

/** The check that the person is stuck at, else the first that fails; and how many others do. */
export const checksInTheWay = ({ grading, at, lab }: Seen): Ranked[] => {
  if ('problem' in grading) {
    return [
      {
        rank: 90,
        about: 'Checks',
        says: `The checks could not be made: ${sentence(grading.problem)} This is our fault, and costs you nothing.`,
        tries: [{ say: 'Make them in a terminal:', command: `npm run grade -- ${lab.id}` }],
      },
    ];
  }
  const failing = grading.results.filter(({ status }) => status !== 'pass');
  const asked = at?.type === 'check' ? grading.results.find(({ id }) => id === at.id) : undefined;
  // A check that waits for another is no news: the other is.
  const root = rootOf(grading, asked ?? failing.find(({ status }) => status !== 'blocked'));
  const said = [asked, root].filter((one, index, all) => all.indexOf(one) === index);
  const observations = said.flatMap((one) => (one === undefined ? [] : [observe(one, grading)]));
  const others = failing.filter((one) => !said.includes(one)).length;
  if (others === 0) return observations;
  return [
    ...observations,
    {
      rank: 70,
      about: 'Other checks',
      says: `${plural(others, 'other check')} of the lab ${others === 1 ? 'does' : 'do'} not pass yet.`,
      tries: [],
    },
  ];
};

/** What a check that waits for another waits for in the end. */
const rootOf = (report: GradeReport, result: CheckResult | undefined): CheckResult | undefined => {
  const seen = new Set<CheckResult>();
  let one = result;
  while (one?.status === 'blocked' && !seen.has(one)) {
    seen.add(one);
    const { blockedBy } = one;
    one = report.results.find(({ id }) => id === blockedBy);
  }
  return one;
};

const observe = (result: CheckResult, report: GradeReport): Ranked => {
  const about = `Check: ${result.title}`;
  switch (result.status) {
    case 'pass':
      return { rank: 10, about, says: sentence(`It passes: ${result.observed}`), tries: [] };
    case 'fail':
      return {
        rank: 11,
        about,
        says: `${sentence(`Expected: ${result.expected}`)} ${sentence(`Observed: ${result.observed}`)}`,
        tries: [{ say: result.hint }],
      };
    case 'blocked': {
      const other = report.results.find(({ id }) => id === result.blockedBy)?.title;
      return {
        rank: 10,
        about,
        says: `It is made once “${other ?? result.blockedBy}” passes.`,
        tries: [],
      };
    }
    case 'error':
      return {
        rank: 11,
        about,
        says: `It could not be made: ${sentence(result.message)} This is our fault, and costs you nothing.`,
        tries: [],
      };
  }
};
