import { AwsError } from '../aws-error.ts';
import { type Context, type Operation, operation } from '../operation.ts';

interface Input {
  readonly DryRun?: boolean | undefined;
}

/** An operation that changes nothing; a dry run of it is a run whose answer is kept back. */
export const reading: typeof operation = (command, answer) => {
  const { schema, answer: run } = operation(command, answer);
  return {
    schema,
    async answer(context, input) {
      const output = await run(context, input);
      if (isDryRun(input)) throw wouldHaveSucceeded();
      return output;
    },
  };
};

/** An operation that changes something; a dry run of it only checks. */
export function changing<In extends Input, Out extends object>(
  command: Parameters<typeof operation<In, Out>>[0],
  answer: Parameters<typeof operation<In, Out>>[1],
  check: (context: Context, input: In) => unknown,
): Operation {
  return operation<In, Out>(command, (context, input) => {
    if (input.DryRun !== true) return answer(context, input);
    check(context, input);
    throw wouldHaveSucceeded();
  });
}

const isDryRun = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && 'DryRun' in input && input.DryRun === true;

const wouldHaveSucceeded = () =>
  new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
