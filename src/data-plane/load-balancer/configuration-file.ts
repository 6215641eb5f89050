import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import type { LoadBalancerConfiguration } from '../../core/load-balancers/configuration.ts';

/** What was kept last; undefined: nothing was, or it cannot be read, which is said. */
export const readConfiguration = (file: string): LoadBalancerConfiguration | undefined => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  try {
    return parseConfiguration(text);
  } catch (error) {
    console.error(`Cannot go on with what ${file} has; waiting to be told again:`, error);
    return undefined;
  }
};

/** Throws for what is not a configuration. */
export const parseConfiguration = (text: string): LoadBalancerConfiguration => {
  const value: LoadBalancerConfiguration = JSON.parse(text);
  if (!Array.isArray(value?.listeners) || !Array.isArray(value.targetGroups))
    throw new Error('Expected a load balancer configuration with listeners and targetGroups.');
  return value;
};

/** Keeps configurations, one after the other; a reader finds the one before or the new one, whole. */
export class ConfigurationFile {
  readonly #file: string;
  #writing: Promise<void> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  keep(configuration: LoadBalancerConfiguration): Promise<void> {
    const written = this.#writing.then(async () => {
      await writeFile(`${this.#file}.new`, JSON.stringify(configuration));
      await rename(`${this.#file}.new`, this.#file);
    });
    this.#writing = written.catch(() => {});
    return written;
  }
}
