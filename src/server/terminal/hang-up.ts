import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds between two looks at whether all have ended. */
const LOOK = 50;

/**
 * Ends a shell and all that was started in it, background jobs too: hung up on first, as when a
 * terminal's window is closed, and killed if they are still there after `grace` milliseconds.
 *
 * @param leader the shell's process id, which is also that of its terminal session.
 */
export const hangUp = async (leader: number, grace: number): Promise<void> => {
  const end = performance.now() + grace;
  signal(await processesOf(leader), 'SIGHUP');
  for (;;) {
    const left = await processesOf(leader);
    if (left.length === 0) return;
    if (performance.now() > end) return signal(left, 'SIGKILL');
    await delay(LOOK);
  }
};

const signal = (pids: readonly number[], name: NodeJS.Signals) => {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It is gone already.
    }
  }
};

/** The processes of a terminal session; where there is no /proc, the group of its leader. */
const processesOf = async (leader: number): Promise<number[]> => {
  const entries = await readdir('/proc').catch(() => undefined);
  if (entries === undefined) return groupOf(leader);
  const pids = entries.filter((entry) => /^\d+$/.test(entry));
  const sessions = await Promise.all(pids.map(sessionOf));
  return pids.filter((_, index) => sessions[index] === leader).map(Number);
};

const groupOf = (leader: number): number[] => {
  try {
    process.kill(-leader, 0);
    return [-leader];
  } catch {
    return [];
  }
};

/** Undefined: it has ended. */
const sessionOf = async (pid: string): Promise<number | undefined> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // "pid (name) state parent group session …"; a name may have brackets and spaces in it.
  const [state, , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' || session === undefined ? undefined : Number(session);
};
