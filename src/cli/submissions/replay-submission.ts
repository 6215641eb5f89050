import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { sweepContainers } from '../../../grader/sandbox/container.ts';
import { ensureSandboxImage } from '../../../grader/sandbox/image.ts';
import type { SandboxLimits } from '../../../grader/sandbox/limits.ts';
import type { SandboxOutcome } from '../../../grader/sandbox/outcome.ts';
import { runInSandbox } from '../../../grader/sandbox/run-in-sandbox.ts';
import { openSubmission } from '../../../grader/submission/open-submission.ts';
import { findDocker } from '../../engines/docker/find-docker.ts';
import { defaultRegion } from '../../workbook/data-dir.ts';
import type { Lab } from '../../workbook/lab.ts';
import { variablesOf, variantOf } from '../../workbook/variant.ts';
import { openSubmissionRuntime } from './open-runtime.ts';

/** Submissions cannot be replayed on this machine; `message` says what it takes. */
export class NoSandbox extends Error {
  override readonly name = 'NoSandbox';
}

/** What replays submissions, one or several at a time. */
export interface Sandbox {
  readonly docker: Docker;
}

/** To be called once, before the first replay. Throws `NoSandbox`. */
export const openSandbox = async (): Promise<Sandbox> => {
  const found = await findDocker();
  if (!found.found) {
    throw new NoSandbox(
      `Submissions run in a container, so that they can do no harm; that takes Docker. ${found.reason}`,
    );
  }
  const docker = found.connect();
  await sweepContainers(docker);
  await ensureSandboxImage(docker);
  return { docker };
};

export interface ReplayOptions {
  readonly sandbox: Sandbox;
  readonly lab: Lab;
  /** A folder, `.zip` or `.tar.gz`. */
  readonly path: string;
  /** The id that the roster has for whose it is. */
  readonly student?: string | undefined;
  readonly limits?: SandboxLimits | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A cluster as a submission's commands have left it; there until it is disposed of. */
export interface Replay extends AsyncDisposable {
  readonly endpoint: string;
  readonly account: string;
  readonly region: string;
  readonly outcome: SandboxOutcome;
  /** What somebody should know of the submission itself, a sentence each. */
  readonly notices: readonly string[];
}

/**
 * Replays a submission from nothing: reads it, starts a runtime for it alone on the simulated
 * engine, and runs its commands in a container from which they reach that runtime and nothing else.
 * The checks can then be run on the account. Throws `SubmissionError` for what cannot be read;
 * limits that the commands met are in the outcome, and the cluster is as they left it.
 */
export const replaySubmission = async (options: ReplayOptions): Promise<Replay> => {
  const { lab, path, sandbox, student, limits, signal } = options;
  await using submission = await openSubmission(path, { lab: lab.id, student });
  // Where the student worked, so that ARNs in the files mean what they meant there.
  const { account, student: writtenThere } = submission.manifest;
  const runtime = await openSubmissionRuntime(lab.timeScale);
  try {
    const { endpoint } = runtime;
    const region = defaultRegion;
    const outcome = await runInSandbox({
      docker: sandbox.docker,
      commands: submission.commands,
      folders: [join(lab.folder, 'files'), submission.files ?? ''].filter(existsSync),
      endpoint,
      account,
      region,
      variables: variablesOf(variantOf(lab, student ?? writtenThere)),
      limits,
      signal,
    });
    const { notices } = submission;
    return {
      endpoint,
      account,
      region,
      outcome,
      notices,
      [Symbol.asyncDispose]: () => runtime[Symbol.asyncDispose](),
    };
  } catch (error) {
    await runtime[Symbol.asyncDispose]();
    throw error;
  }
};
