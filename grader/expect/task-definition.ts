import {
  ClientException,
  DescribeTaskDefinitionCommand,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import type { CheckContext } from '../check.ts';
import { differences, inWords, type Wanted } from '../differences.ts';
import { eventually, type Patience } from '../eventually.ts';
import { Unmet } from '../unmet.ts';

/** The newest ACTIVE revision of the family, as wanted. Symptoms: `missing`, `differs`. */
export const expectTaskDefinition = (
  context: CheckContext,
  family: string,
  wanted: Wanted<TaskDefinition> = {},
  patience: Patience = {},
): Promise<TaskDefinition> =>
  eventually(patience, context, async () => {
    const definition = await describeTaskDefinition(context, family);
    // An INACTIVE revision can still be described by its number, but not by the family alone.
    if (definition?.status !== 'ACTIVE') {
      throw new Unmet({
        expected: `a task definition of the family ${family}`,
        observed: 'no ACTIVE revision of that family',
        symptom: 'missing',
      });
    }
    const found = differences(wanted, definition);
    if (found.length === 0) return definition;
    throw new Unmet({
      expected: `${family} with ${inWords(found, 'expected')}`,
      observed: `${family}:${definition.revision} has ${inWords(found, 'observed')}`,
      members: found.map(({ member }) => member),
    });
  });

/** By family (its newest ACTIVE revision) or ARN; undefined: there is none, or it was deleted. */
export const describeTaskDefinition = async (
  { ecs, signal }: CheckContext,
  taskDefinition: string,
): Promise<TaskDefinition | undefined> => {
  try {
    const answer = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }), {
      abortSignal: signal,
    });
    return answer.taskDefinition;
  } catch (error) {
    if (error instanceof ClientException) return undefined;
    throw error;
  }
};
