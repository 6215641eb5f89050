// What the assignment asks for, and what the checks of it have in common.
import {
  type Answer,
  type CheckContext,
  describeTaskDefinition,
  FARGATE_PRICES,
  sumOfCents,
  type TaskDefinition,
  toCents,
  Unmet,
} from '../../grader/library.ts';

export const family = 'Docker_Test';
export const service = 'docker-test';
export const role = 'ecsTaskExecutionRole';
export const policy = 'AmazonECSTaskExecutionRolePolicy';
export const image = 'formapp';
export const port = 8080;
export const cpu = 1024;
export const fields = ['username', 'email', 'address'] as const;
export const line = `Listening and serving HTTP on :${port}`;

/** What to do with a file that was put right. */
export const register = 'register the file again, and deploy the new revision';

/** The student's own: cluster, memory in MiB, and who signs up in the health check. */
export const ownOf = ({ variant: { cluster = '', memory = '', visitor = '' } }: CheckContext) => ({
  cluster,
  memory,
  visitor,
});

export type Container = NonNullable<TaskDefinition['containerDefinitions']>[number];

/** The newest revision, and its container of the web app: the one with the image, else the first. */
export const newest = async (
  context: CheckContext,
): Promise<{ readonly definition: TaskDefinition; readonly app: Container | undefined }> => {
  const definition = await describeTaskDefinition(context, family);
  if (definition?.status !== 'ACTIVE') {
    throw new Unmet({
      expected: `a task definition of the family ${family}`,
      observed: 'no ACTIVE revision of that family',
      symptom: 'missing',
    });
  }
  const { containerDefinitions: all = [] } = definition;
  return { definition, app: all.find((one) => imageOf(one) === image) ?? all[0] };
};

/** `formapp` of `123456789012.dkr.ecr.us-east-1.amazonaws.com/team/formapp:2`. */
export const imageOf = ({ image: name = '' }: Container): string =>
  name.slice(name.lastIndexOf('/') + 1).replace(/[:@].*$/, '');

export const revisionOf = ({ revision }: TaskDefinition): string => `${family}:${revision}`;

/** What of a thing is wanted, and whether it is so. */
export interface Wish {
  readonly member: string;
  readonly wanted: string;
  readonly found: string;
  readonly met: boolean;
}

/** Throws `Unmet` for those that are not met; the others earn their share of the points. */
export const expectAll = (of: string, wishes: readonly Wish[]): void => {
  const unmet = wishes.filter(({ met }) => !met);
  if (unmet.length === 0) return;
  throw new Unmet({
    expected: `${of} with ${unmet.map(({ wanted }) => wanted).join(', ')}`,
    observed: `${of} has ${unmet.map(({ found }) => found).join(', ')}`,
    members: unmet.map(({ member }) => member),
    credit: 1 - unmet.length / wishes.length,
  });
};

/** What is not met there earns that share of the points. */
export const withCredit = async <T>(credit: number, run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Unmet)) throw error;
    const { expected, observed, symptom, members } = error;
    throw new Unmet({ expected, observed, symptom, members, credit });
  }
};

const { vCpu, memory: perGB } = FARGATE_PRICES.X86_64;

/** As AWS writes a bill: each line is rounded to cents, then they are added. */
const billed = (vCpuHours: number, gbHours: number): number =>
  sumOfCents([toCents(vCpuHours * vCpu.usd), toCents(gbHours * perGB.usd)]);

const course = { vCpuHours: 59.396, gbHours: 178.188 };
const HOURS_PER_MONTH = 730;

/** A real bill, and a month of the student's own task: figures to hand in as tags of the cluster. */
export const figuresOf = (context: CheckContext): readonly Answer[] => {
  const memoryGB = Number(ownOf(context).memory) / 1024;
  const hours = (count: number) => billed((count * cpu) / 1024, count * memoryGB);
  const { vCpuHours, gbHours } = course;
  const vCpuAlone = 'That is the vCPU alone. The bill has a second line, for the memory.';
  return [
    {
      key: 'bill-total',
      what: `total of the bill of ${vCpuHours} vCPU-hours and ${gbHours} GB-hours in dollars`,
      value: billed(vCpuHours, gbHours),
      as: 'dollars',
      slips: [
        {
          value: toCents(vCpuHours * vCpu.usd + gbHours * perGB.usd),
          hint: 'A cent too much: AWS rounds each line of a bill to cents first, then adds the lines.',
        },
        { value: billed(vCpuHours, 0), hint: vCpuAlone },
      ],
    },
    {
      key: 'task-month',
      what: `dollars for a month (${HOURS_PER_MONTH} hours) of one task of your own size, ${cpu / 1024} vCPU and ${memoryGB} GB`,
      value: hours(HOURS_PER_MONTH),
      as: 'dollars',
      slips: [
        {
          value: hours(720),
          hint: 'That is a month of 30 days. AWS calculates with 730 hours, a twelfth of a year.',
        },
        { value: billed((HOURS_PER_MONTH * cpu) / 1024, 0), hint: vCpuAlone },
      ],
    },
  ];
};
