import { clientException } from '../errors.ts';
import type { TaskDefinitionInput } from '../model/index.ts';

const LOG_DRIVERS = ['awslogs', 'splunk', 'awsfirelens'];
const LONGEST_STOP_TIMEOUT = 120;

/** What Fargate asks of a task definition beyond its size. */
export function validateForFargate(input: TaskDefinitionInput): void {
  if (input.networkMode !== 'awsvpc') {
    throw clientException(
      `Fargate only supports network mode 'awsvpc'; found '${input.networkMode}'.`,
    );
  }
  if ((input.placementConstraints ?? []).length > 0) {
    throw clientException('Fargate does not support placement constraints.');
  }
  if (input.volumes?.some((volume) => volume.dockerVolumeConfiguration !== undefined)) {
    throw clientException(
      'Fargate compatible task definitions do not support dockerVolumeConfiguration',
    );
  }
  for (const { name, logConfiguration, stopTimeout, links } of input.containerDefinitions ?? []) {
    const { logDriver } = logConfiguration ?? {};
    if (logDriver !== undefined && !LOG_DRIVERS.includes(logDriver)) {
      throw clientException(
        `Fargate does not support the log driver '${logDriver}' of container '${name}': expected ${LOG_DRIVERS.join(', ')}.`,
      );
    }
    if (logDriver === 'awslogs' && input.executionRoleArn === undefined) {
      throw clientException(
        'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
      );
    }
    if ((stopTimeout ?? 0) > LONGEST_STOP_TIMEOUT) {
      throw clientException(
        `The stopTimeout of container '${name}' is ${stopTimeout} s: Fargate waits at most ${LONGEST_STOP_TIMEOUT} s.`,
      );
    }
    if ((links ?? []).length > 0) {
      throw clientException(`Fargate does not support the links of container '${name}'.`);
    }
  }
}
