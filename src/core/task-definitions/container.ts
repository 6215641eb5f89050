import { clientException } from '../errors.ts';
import type {
  ContainerDefinition,
  HealthCheck,
  LogConfiguration,
  NetworkMode,
} from '../model/index.ts';
import { validatePortMappings } from './port-mappings.ts';

const NAME = /^[A-Za-z0-9_-]{1,255}$/;
const LONGEST_IMAGE = 255;

/** Checks one container definition by itself. */
export function validateContainer(
  definition: ContainerDefinition,
  networkMode: NetworkMode,
  taskMemory: string | undefined,
): void {
  const { name = '', image = '' } = definition;
  if (!NAME.test(name)) {
    throw clientException(
      `The container name "${name}" is invalid: expected 1 to 255 letters, digits, hyphens and underscores.`,
    );
  }
  if (image === '')
    throw clientException(`Container.image should not be null or empty: '${name}'.`);
  if (image.length > LONGEST_IMAGE || /\s/.test(image)) {
    throw clientException(
      `The image of container '${name}' is invalid: expected at most ${LONGEST_IMAGE} characters without blanks.`,
    );
  }
  validateMemory(definition, taskMemory);
  if ((definition.cpu ?? 0) < 0) {
    throw clientException(`Invalid 'cpu' setting for container '${name}': ${definition.cpu}.`);
  }
  validatePortMappings(definition, networkMode);
  if (definition.healthCheck !== undefined) validateHealthCheck(name, definition.healthCheck);
  if (definition.logConfiguration !== undefined) validateLogs(name, definition.logConfiguration);
}

function validateMemory(definition: ContainerDefinition, taskMemory: string | undefined): void {
  const { name, memory, memoryReservation } = definition;
  if (memory === undefined && memoryReservation === undefined && taskMemory === undefined) {
    throw clientException(
      `Invalid setting for container '${name}'. At least one of 'memory' or 'memoryReservation' must be specified.`,
    );
  }
  for (const [what, mib] of Object.entries({ memory, memoryReservation })) {
    if (mib !== undefined && mib < 4) {
      throw clientException(`Invalid '${what}' setting for container '${name}': at least 4 MiB.`);
    }
  }
  if (memory !== undefined && memoryReservation !== undefined && memory < memoryReservation) {
    throw clientException(
      `Invalid setting for container '${name}'. 'memory' (${memory}) must not be less than 'memoryReservation' (${memoryReservation}).`,
    );
  }
  if (memory !== undefined && taskMemory !== undefined && memory > Number(taskMemory)) {
    throw clientException(
      `Invalid 'memory' setting for container '${name}': ${memory} MiB, but the task has ${taskMemory}.`,
    );
  }
}

/** AWS: HealthCheck; seconds, but for retries. */
export const HEALTH_CHECK_BOUNDS = {
  interval: [5, 300],
  timeout: [2, 60],
  retries: [1, 10],
  startPeriod: [0, 300],
} as const;

function validateHealthCheck(name: string, healthCheck: HealthCheck): void {
  const [form, ...words] = healthCheck.command ?? [];
  if (form === undefined || (['CMD', 'CMD-SHELL'].includes(form) && words.length === 0)) {
    throw clientException(
      `The health check of container '${name}' has no command: expected ["CMD-SHELL", "curl -f http://localhost/ || exit 1"] or the like.`,
    );
  }
  if (form === 'CMD-SHELL' && words.length > 1) {
    throw clientException(
      `The health check of container '${name}' is invalid: CMD-SHELL takes one string, found ${words.length}.`,
    );
  }
  for (const key of ['interval', 'timeout', 'retries', 'startPeriod'] as const) {
    const value = healthCheck[key];
    const [least, most] = HEALTH_CHECK_BOUNDS[key];
    if (value !== undefined && (value < least || value > most)) {
      throw clientException(
        `The health check ${key} of container '${name}' is ${value}: expected ${least} to ${most}.`,
      );
    }
  }
}

const AWSLOGS_OPTIONS = ['awslogs-group', 'awslogs-region'];

function validateLogs(name: string, { logDriver, options = {} }: LogConfiguration): void {
  if (logDriver !== 'awslogs') return;
  const missing = AWSLOGS_OPTIONS.filter((option) => !options[option]);
  if (missing.length > 0) {
    throw clientException(
      `Log driver awslogs requires options: ${AWSLOGS_OPTIONS.join(', ')}. Container '${name}' lacks ${missing.join(', ')}.`,
    );
  }
}
