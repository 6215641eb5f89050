import { clientException } from '../errors.ts';
import type {
  Compatibility,
  ContainerDefinition,
  NetworkMode,
  TaskDefinitionInput,
} from '../model/index.ts';
import { validateTaskDefinitionConstraints } from '../placement/validate.ts';
import { validateContainer } from './container.ts';
import { validateDependencies } from './dependencies.ts';
import { cpuUnits, mebibytes, validateFargateSize } from './fargate.ts';
import { validateForFargate } from './for-fargate.ts';
import { validateLinks } from './links.ts';
import { hostAccess, validateMounts, validateVolumes } from './volumes.ts';

const NAME = /^[A-Za-z0-9_-]{1,255}$/;
/** AWS: containers in a task definition. */
export const MOST_CONTAINERS = 10;
/** AWS: size of a task definition. */
const LARGEST = 64 * 1024;
const NETWORK_MODES: readonly string[] = ['awsvpc', 'bridge', 'host', 'none'];
const COMPATIBILITIES: readonly string[] = ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'];

/** What is worked out from a valid task definition. */
export interface ValidTaskDefinition {
  readonly family: string;
  readonly containerDefinitions: ContainerDefinition[];
  readonly networkMode: NetworkMode;
  readonly compatibilities: Compatibility[];
  readonly cpu?: string;
  readonly memory?: string;
}

/** Checks a task definition as a whole; throws the ClientException of the first thing wrong. */
export function validateTaskDefinition(input: TaskDefinitionInput): ValidTaskDefinition {
  const { family = '', requiresCompatibilities = [] } = input;
  if (!NAME.test(family)) {
    throw clientException(
      `The family "${family}" is invalid: expected 1 to 255 letters, digits, hyphens and underscores.`,
    );
  }
  const size = JSON.stringify(input).length;
  if (size > LARGEST) {
    throw clientException(
      `The task definition is ${size} bytes long: it may have at most ${LARGEST} (64 KiB).`,
    );
  }
  const compatibility = requiresCompatibilities.find((one) => !COMPATIBILITIES.includes(one));
  if (compatibility !== undefined) {
    throw clientException(
      `Unknown compatibility ${compatibility}: expected ${COMPATIBILITIES.join(', ')}.`,
    );
  }
  const networkMode = input.networkMode ?? 'bridge';
  if (!NETWORK_MODES.includes(networkMode)) {
    throw clientException(
      `Invalid network mode ${networkMode}: expected ${NETWORK_MODES.join(', ')}.`,
    );
  }
  refuseHostAccess(input);
  validateVolumes(input.volumes ?? []);
  validateTaskDefinitionConstraints(input);

  const cpu = sizeOf('cpu', input.cpu, cpuUnits);
  const memory = sizeOf('memory', input.memory, mebibytes);
  const onFargate = requiresCompatibilities.includes('FARGATE');
  if (onFargate) validateFargateSize(cpu, memory);
  const containerDefinitions = validateContainers(input, networkMode, cpu, memory);
  const sized = { ...input, ...(cpu && { cpu }), ...(memory && { memory }), networkMode };
  if (onFargate) validateForFargate(sized);
  return {
    family,
    containerDefinitions,
    networkMode,
    compatibilities: compatibilities(sized, networkMode),
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory }),
  };
}

function sizeOf(
  what: string,
  text: string | undefined,
  read: (text: string) => string | undefined,
): string | undefined {
  if (text === undefined || text === '') return undefined;
  const size = read(text);
  if (size === undefined) throw clientException(`Invalid '${what}' setting for task: "${text}".`);
  return size;
}

/** Students' tasks stay in their containers: nothing of this machine may be reached into. */
function refuseHostAccess({ pidMode, ipcMode, containerDefinitions }: TaskDefinitionInput) {
  if (pidMode === 'host') throw hostAccess("pidMode 'host'");
  if (ipcMode === 'host') throw hostAccess("ipcMode 'host'");
  const privileged = containerDefinitions?.find((one) => one.privileged);
  if (privileged !== undefined) throw hostAccess(`Privileged container '${privileged.name}'`);
}

function validateContainers(
  { containerDefinitions = [], volumes = [] }: TaskDefinitionInput,
  networkMode: NetworkMode,
  cpu: string | undefined,
  memory: string | undefined,
): ContainerDefinition[] {
  if (containerDefinitions.length === 0) throw clientException('Container list cannot be empty.');
  if (containerDefinitions.length > MOST_CONTAINERS) {
    throw clientException(
      `There are ${containerDefinitions.length} containers: a task definition can have at most ${MOST_CONTAINERS}.`,
    );
  }
  const names = new Set<string>();
  for (const definition of containerDefinitions) {
    validateContainer(definition, networkMode, memory);
    const { name = '' } = definition;
    if (names.has(name)) {
      throw clientException(`Container names must be unique: '${name}' is given twice.`);
    }
    names.add(name);
  }
  if (containerDefinitions.every(({ essential }) => essential === false)) {
    throw clientException('At least one container must be marked as essential.');
  }
  validateMounts(containerDefinitions, volumes);
  validateLinks(containerDefinitions, networkMode);
  validateDependencies(containerDefinitions);
  validateTotals(containerDefinitions, cpu, memory);
  return containerDefinitions.map(withDefaults);
}

/** What the API shows as set when it was not given. */
const withDefaults = (definition: ContainerDefinition): ContainerDefinition => ({
  ...definition,
  cpu: definition.cpu ?? 0,
  essential: definition.essential ?? true,
  environment: definition.environment ?? [],
  portMappings: (definition.portMappings ?? []).map((mapping) => ({
    ...mapping,
    protocol: mapping.protocol ?? 'tcp',
  })),
});

function validateTotals(
  definitions: readonly ContainerDefinition[],
  cpu: string | undefined,
  memory: string | undefined,
): void {
  const totalCpu = definitions.reduce((total, one) => total + (one.cpu ?? 0), 0);
  if (cpu !== undefined && totalCpu > Number(cpu)) {
    throw clientException(
      `Invalid CPU: the containers ask for ${totalCpu} CPU units, the task has ${cpu}.`,
    );
  }
  const reserved = definitions.reduce(
    (total, one) => total + (one.memoryReservation ?? one.memory ?? 0),
    0,
  );
  if (memory !== undefined && reserved > Number(memory)) {
    throw clientException(
      `Invalid memory: the containers reserve ${reserved} MiB, the task has ${memory}.`,
    );
  }
}

function compatibilities(input: TaskDefinitionInput, networkMode: NetworkMode): Compatibility[] {
  const external: Compatibility[] = networkMode === 'awsvpc' ? [] : ['EXTERNAL'];
  return ['EC2', ...external, ...(couldRunOnFargate(input) ? (['FARGATE'] as const) : [])];
}

function couldRunOnFargate(input: TaskDefinitionInput): boolean {
  try {
    validateForFargate(input);
    validateFargateSize(input.cpu, input.memory);
    return true;
  } catch {
    return false;
  }
}
