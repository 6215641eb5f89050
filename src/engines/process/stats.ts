import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';

/** Of `/proc`: a hundred ticks a second, on every Linux that Node.js runs on. */
const NANOSECONDS_A_TICK = 10_000_000;
const NEVER = '0001-01-01T00:00:00Z';

interface Sample {
  readonly read: string;
  readonly cpu: object;
}

/** Measures the processes of a container, in the shape of Docker's stats. */
export class ProcessStats {
  #last: Sample | undefined;

  /**
   * What the processes of that group take now, and what they took when it was asked before; null
   * where there is no `/proc` to tell.
   *
   * @param group the process id of the wrapper, which is not counted.
   * @param limit in MiB; undefined: the machine's memory.
   */
  read(group: number, limit: number | undefined, now: number): object | null {
    if (process.platform !== 'linux') return null;
    const members = readdirSync('/proc').flatMap((pid) =>
      /^\d+$/.test(pid) && Number(pid) !== group ? (memberOf(pid, group) ?? []) : [],
    );
    const sum = (value: (member: Member) => number) =>
      members.reduce((total, member) => total + value(member), 0);
    const inUser = sum(({ user }) => user) * NANOSECONDS_A_TICK;
    const inKernel = sum(({ system }) => system) * NANOSECONDS_A_TICK;
    const read = new Date(now).toISOString();
    const cpu = {
      cpu_usage: {
        total_usage: inUser + inKernel,
        usage_in_usermode: inUser,
        usage_in_kernelmode: inKernel,
      },
      system_cpu_usage: systemTicks() * NANOSECONDS_A_TICK,
      online_cpus: availableParallelism(),
    };
    const before = this.#last;
    this.#last = { read, cpu };
    return {
      read,
      preread: before?.read ?? NEVER,
      pids_stats: { current: members.length },
      cpu_stats: cpu,
      precpu_stats: before?.cpu ?? { cpu_usage: { total_usage: 0 } },
      memory_stats: {
        usage: sum(({ memory }) => memory),
        limit: limit === undefined ? totalmem() : limit * 2 ** 20,
      },
    };
  }
}

interface Member {
  /** Ticks. */
  readonly user: number;
  readonly system: number;
  /** Bytes. */
  readonly memory: number;
}

/** Undefined: it is of another group, or gone. */
const memberOf = (pid: string, group: number): Member | undefined => {
  try {
    // "PID (NAME) STATE PPID PGRP …": the name may hold anything, so count from its end.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(fields[2]) !== group) return undefined;
    const [, resident = '0'] =
      /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return {
      user: Number(fields[11]),
      system: Number(fields[12]),
      memory: Number(resident) * 1024,
    };
  } catch {
    return undefined;
  }
};

/** All that the machine's processors did since it started, in ticks. */
const systemTicks = (): number => {
  const [first = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  return first
    .split(/\s+/)
    .slice(1, 9)
    .reduce((total, ticks) => total + Number(ticks), 0);
};
