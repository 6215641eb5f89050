import type { Scope } from '../arn.ts';
import { invalidParameter } from '../errors.ts';

/** What an EC2 instance says of itself at 169.254.169.254/latest/dynamic/instance-identity/document. */
export interface IdentityDocument {
  readonly instanceId: string;
  readonly instanceType?: string | undefined;
  readonly availabilityZone?: string | undefined;
  readonly imageId?: string | undefined;
  /** `x86_64` or `arm64` */
  readonly architecture?: string | undefined;
}

/**
 * Reads the document. Its account and region, where it names them, must be the caller's: AWS
 * checks the signature for that. Throws InvalidParameterException.
 */
export function readIdentityDocument(scope: Scope, text: string): IdentityDocument {
  const members = parse(text);
  const read = (name: string): string | undefined => {
    const value = members[name];
    if (value === undefined || value === null || typeof value === 'string') {
      return value || undefined;
    }
    throw invalid(`${name} must be a string, found ${JSON.stringify(value).slice(0, 100)}`);
  };
  for (const [name, expected] of [
    ['accountId', scope.account],
    ['region', scope.region],
  ] as const) {
    const found = read(name);
    if (found !== undefined && found !== expected) {
      throw invalid(`its ${name} is ${found.slice(0, 100)}, the request is for ${expected}`);
    }
  }
  const instanceId = read('instanceId') ?? '';
  if (!/^i-[0-9a-f]{8}([0-9a-f]{9})?$/.test(instanceId)) {
    throw invalid(
      `instanceId must be i- and 8 or 17 hexadecimal digits, found '${instanceId.slice(0, 100)}'`,
    );
  }
  return {
    instanceId,
    instanceType: read('instanceType'),
    availabilityZone: read('availabilityZone'),
    imageId: read('imageId'),
    architecture: read('architecture'),
  };
}

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('expected an object of JSON');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { ...value };
  }
  throw invalid('expected an object of JSON');
}

const invalid = (why: string) =>
  invalidParameter(`The instance identity document is invalid: ${why}.`);
