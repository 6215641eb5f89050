import { invalidParameter } from '../errors.ts';
import type { InstanceType, Resources } from '../model/index.ts';
import type { ResourceInput } from './container-instance-commands.ts';

/** SSH, Docker and the agent itself. */
export const TAKEN_PORTS = ['22', '2375', '2376', '51678', '51679', '51680'];
/** AWS: at most so many reserved ports on a container instance. */
const MOST_PORTS = 100;
const CPU_UNITS_PER_VCPU = 1024;
/** Interfaces of an instance whose type is not known: as the small types have. */
const USUAL_NETWORK_INTERFACES = 3;

/**
 * MiB that tasks can have of an instance. The kernel, the system and the agent keep the rest; AWS
 * has no formula for it (a t3.medium registers 3,884 to 3,943 of its 4,096 MiB, by its image), so
 * here they keep one part in twenty, rounded up.
 */
export const memoryForTasks = (memoryMiB: number): number => memoryMiB - Math.ceil(memoryMiB / 20);

/** What an agent's configuration withholds from tasks. */
export interface Reserved {
  /** ECS_RESERVED_MEMORY */
  readonly memoryMiB?: number | undefined;
  /** ECS_RESERVED_PORTS, in place of the usual ones. */
  readonly ports?: readonly string[] | undefined;
  /** ECS_RESERVED_PORTS_UDP */
  readonly udpPorts?: readonly string[] | undefined;
}

/**
 * What a container instance registers: what its agent found (`totalResources`), and for what it
 * did not say, what its type has. `trunked`: its interfaces are multiplied. Throws InvalidParameterException.
 */
export function registeredResources(
  given: readonly ResourceInput[],
  typeName: string | undefined,
  type: InstanceType | undefined,
  reserved: Reserved = {},
  trunked = false,
): Resources {
  const named = new Map(given.map((resource) => [resource.name, resource]));
  const amount = (name: string, ofType: number | undefined): number => {
    const value = named.has(name) ? named.get(name)?.integerValue : ofType;
    if (value === undefined && !named.has(name)) {
      throw invalidParameter(
        `totalResources must have ${name}: ${typeName === undefined ? 'the instance type is not given' : `the instance type '${typeName.slice(0, 100)}' is not known here`}.`,
      );
    }
    if (value !== undefined && Number.isSafeInteger(value) && value > 0) return value;
    throw invalidParameter(
      `The resource ${name} must have an integerValue above 0, found ${value ?? 'none'}.`,
    );
  };
  const memoryOfType = type && memoryForTasks(type.memoryMiB) - (reserved.memoryMiB ?? 0);
  const gpus = named.get('GPU');
  return {
    cpu: amount('CPU', type && type.vcpus * CPU_UNITS_PER_VCPU),
    memoryMiB: amount('MEMORY', memoryOfType),
    ports: [
      ...ports(named.get('PORTS')?.stringSetValue ?? reserved.ports ?? TAKEN_PORTS, 'tcp'),
      ...ports(named.get('PORTS_UDP')?.stringSetValue ?? reserved.udpPorts ?? [], 'udp'),
    ],
    networkInterfaces: networkInterfacesFor(type, trunked),
    gpus: gpus === undefined ? (type?.gpus ?? 0) : (gpus.stringSetValue?.length ?? 0),
  };
}

/**
 * How many `awsvpc` tasks can have an interface. One is the instance's own; without trunking each
 * task takes one of the others, with it they share one.
 */
const networkInterfacesFor = (type: InstanceType | undefined, trunked: boolean): number =>
  (trunked ? type?.awsvpcTasksTrunked : undefined) ??
  (type?.maxNetworkInterfaces ?? USUAL_NETWORK_INTERFACES) - 1;

function ports(given: readonly string[], protocol: 'tcp' | 'udp'): string[] {
  const bad = given.find((port) => !/^\d{1,5}$/.test(port) || Number(port) > 65_535);
  if (bad !== undefined) {
    throw invalidParameter(
      `The reserved port '${bad.slice(0, 100)}' is invalid: expected 0 to 65535.`,
    );
  }
  const distinct = [...new Set(given.map(Number))];
  if (distinct.length > MOST_PORTS) {
    throw invalidParameter(
      `There are ${distinct.length} reserved ports: a container instance can have at most ${MOST_PORTS}.`,
    );
  }
  return distinct.map((port) => `${port}/${protocol}`);
}
