import { execFileSync } from 'node:child_process';

/** Whether tests on Docker are to be run. In CI they are in any case: without Docker they fail there. */
export const dockerAnswers = (): boolean => {
  if (process.env.CI === 'true') return true;
  try {
    execFileSync('docker', ['version'], { stdio: 'ignore', timeout: 5_000 });
    return true;
  } catch {
    return false;
  }
};
