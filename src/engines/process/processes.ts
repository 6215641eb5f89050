import { readFileSync } from 'node:fs';
import { execaSync } from 'execa';

const hasProc = process.platform === 'linux';

/**
 * Whether that process lives and its command line names `mark`. A process id alone says little:
 * after a restart of the machine it may be anybody's.
 */
export function isOurs(pid: number, mark: string): boolean {
  return commandLine(pid)?.includes(mark) ?? false;
}

/** Whether a process of that id lives; cheap, and enough for one that was ours a moment ago. */
export function lives(pid: number, mark: string): boolean {
  if (hasProc) return isOurs(pid, mark);
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Sends a signal; false when there is no such process (any more). */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}

/**
 * Kills what is left of a process group whose leader has died, if `member` is still in it. A
 * leader that lives is a stranger: its number is only given again once the old group is empty.
 */
export function killGroup(leader: number, member: number | undefined): void {
  if (commandLine(leader) !== undefined) return;
  if (member !== undefined && groupOf(member) === leader) signal(-leader, 'SIGKILL');
}

/** Arguments joined with spaces; undefined when there is none, or only its exit is left to collect. */
function commandLine(pid: number): string | undefined {
  if (!hasProc) return ps(pid, 'command=');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') || undefined;
  } catch {
    return undefined;
  }
}

function groupOf(pid: number): number | undefined {
  if (!hasProc) {
    const group = ps(pid, 'pgid=');
    return group === undefined ? undefined : Number(group);
  }
  try {
    // "PID (NAME) STATE PPID PGRP …": the name may hold anything, so count from its end.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
  } catch {
    return undefined;
  }
}

function ps(pid: number, column: string): string | undefined {
  const { stdout, failed } = execaSync('ps', ['-ww', '-p', String(pid), '-o', column], {
    reject: false,
  });
  return failed || stdout.trim() === '' ? undefined : stdout.trim();
}
