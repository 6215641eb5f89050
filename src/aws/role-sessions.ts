import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Scope } from '../core/arn.ts';
import { AwsError } from './aws-error.ts';
import type { Protocol } from './protocols/protocol.ts';

/** Somebody who acts as a role. */
export interface RoleSession {
  readonly roleArn: string;
  /** In which they act; a task's is that of the task. */
  readonly account: string;
  /** A task's is its id. */
  readonly sessionName: string;
}

/** Temporary credentials of a role, spelled as the credentials endpoint of ECS gives them. */
export interface RoleCredentials {
  readonly RoleArn: string;
  /** `ASIA…` */
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly Token: string;
  /** ISO 8601. */
  readonly Expiration: string;
}

/** Who calls, as IAM names them. */
export interface Principal {
  /** What GetCallerIdentity answers: `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION` for a role. */
  readonly callerArn: string;
  /** The user or role itself: `arn:aws:iam::ACCOUNT:role/ROLE`. */
  readonly principalArn: string;
  readonly userId: string;
}

const HOUR = 3_600_000;
/** AWS: credentials of task roles are valid for six hours; others are given out from hour to hour. */
const LIFETIME = 6 * HOUR;
/** Of our own tokens: what they say, and its seal. No token of AWS has a full stop. */
const TOKEN = /^([\w-]+)\.([\w-]+)$/;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * Gives out temporary credentials for roles and knows them again. Nothing is kept: all of it
 * follows from the secret, so credentials outlive a restart.
 */
export class RoleSessions {
  readonly #secret: string;
  readonly #now: () => number;

  /** `now` in milliseconds since the epoch. */
  constructor(secret: string, now: () => number) {
    this.#secret = secret;
    this.#now = now;
  }

  /** For a task: the same for an hour; valid for at least five more, whatever the time scale. */
  credentialsFor(session: RoleSession): RoleCredentials {
    return this.#credentials(session, Math.floor(this.#now() / HOUR) * HOUR + LIFETIME);
  }

  /** For who assumes a role for so many seconds. */
  assume(session: RoleSession, seconds: number): RoleCredentials {
    return this.#credentials(session, this.#now() + seconds * 1000);
  }

  #credentials({ roleArn, account, sessionName }: RoleSession, expires: number): RoleCredentials {
    const said = JSON.stringify([roleArn, account, sessionName, expires]);
    const payload = Buffer.from(said).toString('base64url');
    return {
      RoleArn: roleArn,
      AccessKeyId: this.#accessKeyId(payload),
      SecretAccessKey: this.#digest('secret', payload).toString('base64').slice(0, 40),
      Token: `${payload}.${this.#seal(payload)}`,
      Expiration: new Date(expires).toISOString(),
    };
  }

  /**
   * Whose the credentials are; undefined: not of our making, so that credentials from elsewhere
   * work as ever. Throws `AwsError` for forged and for expired ones.
   */
  sessionOf(
    accessKeyId: string,
    sessionToken: string,
    { expired, invalid }: Protocol['tokenFaults'],
  ): RoleSession | undefined {
    const [, payload, seal = ''] = TOKEN.exec(sessionToken) ?? [];
    if (payload === undefined) return undefined;
    if (!same(seal, this.#seal(payload)) || accessKeyId !== this.#accessKeyId(payload)) {
      const message = 'The security token included in the request is invalid.';
      throw new AwsError(invalid, message, 403);
    }
    const [roleArn, account, sessionName, expires]: [string, string, string, number] = JSON.parse(
      Buffer.from(payload, 'base64url').toString(),
    );
    if (expires <= this.#now())
      throw new AwsError(expired, 'The security token included in the request is expired', 403);
    return { roleArn, account, sessionName };
  }

  #accessKeyId(payload: string): string {
    return `ASIA${base32(this.#digest('access key', payload))}`;
  }

  #seal(payload: string): string {
    return this.#digest('token', payload).toString('base64url');
  }

  #digest(purpose: string, payload: string): Buffer {
    return createHmac('sha256', this.#secret).update(`${purpose} ${payload}`).digest();
  }
}

/** The session in IAM's words. */
export const assumedRole = ({ roleArn, account, sessionName }: RoleSession): Principal => {
  const path = roleArn.replace(/^arn:[^:]+:iam::\d*:role\//, '');
  const role = path.slice(path.lastIndexOf('/') + 1);
  return {
    callerArn: `arn:aws:sts::${account}:assumed-role/${role}/${sessionName}`,
    principalArn: `arn:aws:iam::${account}:role/${path}`,
    userId: `${roleIdOf(roleArn)}:${sessionName}`,
  };
};

/** `AROA…`; here it follows from the ARN. */
export const roleIdOf = (roleArn: string): string =>
  `AROA${base32(createHash('sha256').update(roleArn).digest())}`;

/** Everyone else is the root user of their account. */
export const rootOf = ({ account }: Scope): Principal => {
  const arn = `arn:aws:iam::${account}:root`;
  return { callerArn: arn, principalArn: arn, userId: account };
};

/** 16 of the characters that access key ids and role ids are made of. */
const base32 = (bytes: Buffer): string =>
  [...bytes.subarray(0, 16)].map((byte) => BASE32[byte % 32]).join('');

const same = (given: string, right: string): boolean =>
  given.length === right.length && timingSafeEqual(Buffer.from(given), Buffer.from(right));
