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

export interface AwsTarget {
  readonly kind: 'aws';
  /** Undefined: the one of the environment or the profile. */
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

/** Opens clients for the runtime's cluster or, with the usual credentials, for one on AWS. */
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

const openAws = async ({ region, profile }: AwsTarget): Promise<Target> => {
  const config = {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
  };
  // Loaded only here: the local runtime does not need it.
  const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const sts = new STSClient(config);
  const identity = await sts.send(new GetCallerIdentityCommand({})).finally(() => sts.destroy());
  const clients = openClients(config);
  return {
    ...live,
    ...clients,
    kind: 'aws',
    endpoint: undefined,
    account: identity.Account ?? 'unknown',
    region: await clients.ecs.config.region(),
    publicAddress: publicAddressThrough(clients),
  };
};
