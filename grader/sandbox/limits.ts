/** What the commands of one submission may use in their container. */
export interface SandboxLimits {
  /** Until all of them must be done. */
  readonly seconds: number;
  /** MiB of all processes together, less than 50 of them the sandbox's own. No swap. */
  readonly memoryMiB: number;
  /** At a time; threads count. */
  readonly processes: number;
  readonly cpus: number;
  /** MiB of all that they print. */
  readonly outputMiB: number;
  /** MiB of all files that they have and write. */
  readonly diskMiB: number;
  /** Calls of the AWS API, and other requests. */
  readonly requests: number;
  /** MiB that all requests together may send. */
  readonly requestMiB: number;
}

export const SANDBOX_LIMITS: SandboxLimits = {
  seconds: 300,
  memoryMiB: 512,
  processes: 128,
  cpus: 1,
  outputMiB: 8,
  diskMiB: 64,
  requests: 10_000,
  requestMiB: 32,
};

export type Limit = 'time' | 'memory' | 'processes' | 'output' | 'disk' | 'requests';

/** What a limit did, for the instructor and the student alike. */
export const limitInWords = (limit: Limit, limits: SandboxLimits): string => {
  switch (limit) {
    case 'time':
      return `It was stopped: it was not done after ${limits.seconds} s. Does it loop, or wait for something that never comes?`;
    case 'memory':
      return `A process was ended: together they needed more than ${limits.memoryMiB} MiB of memory.`;
    case 'processes':
      return `A process was not started: more than ${limits.processes} at a time are not allowed.`;
    case 'output':
      return `It was stopped: it printed more than ${limits.outputMiB} MiB.`;
    case 'disk':
      return `It could not write any more: its files may have ${limits.diskMiB} MiB.`;
    case 'requests':
      return `It was stopped: it sent more than ${limits.requests} requests, or more than ${limits.requestMiB} MiB in them.`;
  }
};

/** For people: of what, how much, and what happens then. */
export const limitRows = (
  limits: SandboxLimits = SANDBOX_LIMITS,
): readonly (readonly [of: string, atMost: string, then: string])[] => {
  const { seconds, memoryMiB, processes, cpus, outputMiB, diskMiB, requests, requestMiB } = limits;
  const sent = `${requests.toLocaleString('en')}, with ${requestMiB} MiB in all`;
  return [
    ['time', `${seconds} s`, 'they are stopped'],
    ['processors', String(cpus), 'they wait'],
    ['memory', `${memoryMiB} MiB, no swap`, 'the process that takes more is ended'],
    ['processes and threads', `${processes} at a time`, 'no more are started'],
    ['files', `${diskMiB} MiB`, 'nothing more can be written'],
    ['output', `${outputMiB} MiB`, 'they are stopped'],
    ['requests', sent, 'they are stopped'],
  ];
};
