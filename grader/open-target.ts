import { credentialsOf, type RoleToAssume } from './assume-role.ts';
import { openClients } from './clients.ts';
import { getPage } from './http/get-page.ts';
import { publicAddressThrough } from './http/public-address.ts';
import type { Target } from './target.ts';

export interface LocalTarget {
  readonly kind: 'local';
  readonly endpoint: string;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

export interface AwsTarget extends Partial<RoleToAssume> {
  readonly kind: 'aws';
  /** Undefined: the one of the environment or the profile. */
  readonly region?: string | undefined;
  /** Whose credentials are used, for the account itself or to assume `role`. */
  readonly profile?: string | undefined;
  /** In place of AWS itself. */
  readonly endpoint?: string | undefined;
}

/**
 * Opens clients for the runtime's cluster or for an account on AWS: that of the usual credentials, of
 * a profile, or of a role to assume. Rejects when AWS does not know who asks, or with `RoleRefused`.
 */
export const openTarget = async (options: LocalTarget | AwsTarget): Promise<Target> =>
  options.kind === 'local' ? openLocal(options) : openAws(options);

/** What all live targets have in common. */
const live = { getPage, now: Date.now, changes: true };

const openLocal = ({ endpoint, account, region }: LocalTarget): Target => ({
  ...live,
  ...openClients({
    endpoint,
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'test' },
    maxAttempts: 2,
  }),
  kind: 'local',
  endpoint,
  account,
  region,
  publicAddress: async () => undefined,
});

const openAws = async ({
  region,
  profile,
  endpoint,
  role,
  ...session
}: AwsTarget): Promise<Target> => {
  const own = {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
  };
  const credentials =
    role === undefined ? {} : { credentials: credentialsOf({ role, ...session }, own) };
  const config = { ...own, ...credentials };
  // Loaded only here: the local runtime does not need it.
  const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const sts = new STSClient(config);
  const identity = await sts.send(new GetCallerIdentityCommand({})).finally(() => sts.destroy());
  const clients = openClients(config);
  return {
    ...live,
    ...clients,
    kind: 'aws',
    endpoint,
    account: identity.Account ?? 'unknown',
    region: await clients.ecs.config.region(),
    publicAddress: publicAddressThrough(clients),
  };
};
