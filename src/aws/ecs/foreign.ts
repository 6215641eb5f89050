import { type Scope, scopeOf } from '../../core/arn.ts';
import { AwsError } from '../aws-error.ts';
import type { Operation } from '../operation.ts';

/**
 * The same operations, refusing ARNs of other accounts and regions: one runtime may hold a whole
 * class, whose accounts must not reach into each other's clusters.
 */
export function withoutForeignArns(
  operations: Readonly<Record<string, Operation>>,
): Record<string, Operation> {
  return Object.fromEntries(
    Object.entries(operations).map(([name, { schema, answer }]) => [
      name,
      {
        schema,
        answer(context, input) {
          for (const arn of arnsIn(input)) checkArn(name, context.callerArn, context.scope, arn);
          return answer(context, input);
        },
      },
    ]),
  );
}

/** Resources are named at the top of an input: `cluster`, `services`, `taskDefinition` … */
const arnsIn = (input: unknown): string[] =>
  Object.values(typeof input === 'object' && input !== null ? input : {})
    .flat()
    .filter(
      (value): value is string => typeof value === 'string' && value.startsWith('arn:aws:ecs:'),
    );

function checkArn(operation: string, callerArn: string, scope: Scope, arn: string): void {
  const { region, account } = scopeOf(arn);
  if (account !== scope.account) {
    throw new AwsError(
      'AccessDeniedException',
      `User: ${callerArn} is not authorized to perform: ecs:${operation} on resource: ${arn}`,
    );
  }
  if (region !== scope.region) {
    throw new AwsError(
      'InvalidParameterException',
      `The ARN ${arn} is of region '${region}', the request is for ${scope.region}.`,
    );
  }
}
