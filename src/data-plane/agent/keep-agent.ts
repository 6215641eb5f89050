import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { AGENT_PID, AGENT_PROGRAM, AGENT_STOPPED } from './instance.ts';

const LOG_FOLDER = '/var/log/ecs';
/** Milliseconds before an agent that ended is started again; as ecs.service on Amazon Linux. */
const RESTART_DELAY = 10_000;
/** Milliseconds between two looks whether it may start (again). */
const GLANCE = 500;

/** Starts the agent and, when it ends, starts it again, unless somebody has stopped it. */
export const keepAgent = (): void => {
  // An agent that was stopped by hand is started by the next boot, as an enabled service is.
  rmSync(AGENT_STOPPED, { force: true });
  mkdirSync(LOG_FOLDER, { recursive: true });
  start();
};

const start = (): void => {
  const log = openSync(`${LOG_FOLDER}/ecs-agent.log`, 'a');
  const agent = spawn(process.execPath, [AGENT_PROGRAM], { stdio: ['ignore', log, log] });
  writeFileSync(AGENT_PID, `${agent.pid}\n`);
  agent.on('exit', () => {
    rmSync(AGENT_PID, { force: true });
    waitToStart(Date.now() + RESTART_DELAY, false);
  });
};

/** One that was stopped by hand starts as soon as somebody says so. */
const waitToStart = (time: number, stopped: boolean): void => {
  const isStopped = existsSync(AGENT_STOPPED);
  if (!isStopped && (stopped || Date.now() >= time)) start();
  else setTimeout(() => waitToStart(time, isStopped || stopped), GLANCE);
};
