import { act } from './actions/act.ts';
import { prepareLoadBalancers } from './actions/balancing.ts';
import { causeFaults } from './actions/caused-faults.ts';
import { actOnLoadBalancers } from './actions/load-balancers.ts';
import { CLUSTER, familiesOf, revision } from './definitions.ts';
import { type FaultName, type Profile, profileOf } from './profile.ts';
import { settle } from './settle.ts';
import { type Committed, Simulation } from './simulation.ts';
import { Violation } from './violation.ts';

export interface HistoryOptions {
  /** At most so many commands and faults. */
  readonly actions?: number | undefined;
  readonly without?: readonly FaultName[] | undefined;
  readonly tracing?: boolean | undefined;
  readonly committed?: Committed | undefined;
}

export interface Failure {
  readonly seed: number;
  /** Commands and faults up to the failure; those of the whole history when it came at the end. */
  readonly actions: number;
  readonly without: readonly FaultName[];
  readonly invariant: string;
  readonly details: string;
}

export interface History {
  readonly profile: Profile;
  readonly counts: Simulation['counts'];
  readonly commands: Simulation['commands'];
  readonly trace: readonly string[];
  readonly failure: Failure | undefined;
}

/** Plays the history of that seed: first with faults, then without until all has settled. */
export async function playHistory(
  seed: number,
  { actions, without = [], tracing = false, committed }: HistoryOptions = {},
): Promise<History> {
  const profile = profileOf(seed, { actions, without });
  const sim = new Simulation(profile, { tracing, committed });
  let done = 0;
  let failure: Failure | undefined;
  try {
    sim.start();
    await sim.pass(1_000);
    prepare(sim);
    await prepareLoadBalancers(sim);
    for (; done < profile.actions; done += 1) {
      act(sim);
      actOnLoadBalancers(sim);
      causeFaults(sim);
      await sim.pass(sim.random.pause());
    }
    await settle(sim);
  } catch (error) {
    const [invariant, details] =
      error instanceof Violation
        ? [error.invariant, error.details]
        : ['a defect of the simulation', error instanceof Error ? (error.stack ?? '') : `${error}`];
    const reached = Math.min(done + 1, profile.actions);
    failure = { seed, actions: reached, without, invariant, details };
    sim.trace.add(() => `FAILED ${invariant}: ${details}`);
  }
  return { profile, counts: sim.counts, commands: sim.commands, trace: sim.trace.lines, failure };
}

function prepare(sim: Simulation): void {
  sim.send('CreateCluster', {
    clusterName: CLUSTER,
    capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
  });
  for (const family of familiesOf(sim.profile)) {
    sim.send('RegisterTaskDefinition', revision(sim.random, family));
  }
}
