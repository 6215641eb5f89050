import type { RosterEntry } from '../../../grader/class/roster-entry.ts';
import { type Place, readyPlace } from '../../../grader/class/run/place.ts';
import { openTarget } from '../../../grader/open-target.ts';

/** Where the work of each student is. */
export type PlaceOf = (student: RosterEntry) => Place | { readonly problem: string };

interface Region {
  /** Of who has none in the roster. */
  readonly region: string;
}

/** Accounts on the runtime. `onUnreachable` hears when it does not answer at all. */
export const onRuntime = ({
  endpoint,
  region,
  onUnreachable,
}: Region & {
  readonly endpoint: string;
  readonly onUnreachable: (error: unknown) => void;
}): PlaceOf => {
  let asked: Promise<void> | undefined;
  return ({ id, account, region: own = region }) => {
    if (account === undefined) {
      return { problem: `The roster has no account of ${id}. Add it, and grade again.` };
    }
    const place = readyPlace({
      kind: 'live',
      target: { kind: 'local', endpoint, account, region: own },
    });
    return {
      ...place,
      open: async (signal) => {
        // Once for all: else a class of zeros would be one of errors.
        asked ??= ask(endpoint, account, own).catch(onUnreachable);
        await asked;
        signal.throwIfAborted();
        return place.open(signal);
      },
    };
  };
};

const ask = async (endpoint: string, account: string, region: string): Promise<void> => {
  const { ListClustersCommand } = await import('@aws-sdk/client-ecs');
  const target = await openTarget({ kind: 'local', endpoint, account, region });
  try {
    await target.ecs.send(new ListClustersCommand({}));
  } finally {
    target.close();
  }
};

/** Accounts on AWS, through roles to assume or profiles. */
export const onAws =
  ({
    profile,
    region,
  }: {
    /** Whose credentials assume the roles; default: the usual ones. */
    readonly profile?: string | undefined;
    /** Of who has none in the roster; default: that of the profile. */
    readonly region?: string | undefined;
  }): PlaceOf =>
  ({ id, account, role, externalId, profile: own, region: ownRegion = region }) => {
    if (role === undefined && own === undefined) {
      return {
        problem: `The roster has neither a role nor a profile of ${id}. Add one, and grade again.`,
      };
    }
    return readyPlace({
      kind: 'live',
      target: {
        kind: 'aws',
        region: ownRegion,
        profile: own ?? profile,
        ...(role !== undefined && { role, externalId }),
      },
      account,
    });
  };
