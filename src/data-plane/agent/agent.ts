import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { EcsError } from './call-ecs.ts';
import { readEcsConfig } from './ecs-config.ts';
import { ECS_CONFIG, readSurroundings } from './instance.ts';
import { register } from './register.ts';
import { stayConnected } from './stay-connected.ts';

/**
 * The ECS agent of an instance: reads /etc/ecs/ecs.config, registers through the API, and then keeps
 * a connection open by which the runtime sees that it is there. What fails is tried again.
 */
const FIRST_DELAY = 250;
/** While the runtime is away, and while ECS refuses (no such cluster yet). */
const LONGEST_DELAY = 2_000;
const LONGEST_DELAY_REFUSED = 5_000;

process.title = 'agent';
const surroundings = readSurroundings(process.env);

const configuration = () => {
  try {
    return readEcsConfig(readFileSync(ECS_CONFIG, 'utf8'));
  } catch {
    return {};
  }
};

for (let delay = FIRST_DELAY; ; delay *= 2) {
  try {
    const containerInstanceArn = await register(surroundings, configuration());
    console.log(`level=info msg="Registered container instance ${containerInstanceArn}"`);
    break;
  } catch (error) {
    console.error(`level=error msg="Could not register: ${error}"`);
    const longest = error instanceof EcsError ? LONGEST_DELAY_REFUSED : LONGEST_DELAY;
    delay = Math.min(delay, longest);
    await pause(delay);
  }
}

for (let delay = FIRST_DELAY; ; delay = Math.min(2 * delay, LONGEST_DELAY)) {
  const began = Date.now();
  const why = await stayConnected(surroundings);
  console.error(`level=warn msg="Disconnected from ECS: ${why}"`);
  if (Date.now() - began > LONGEST_DELAY) delay = FIRST_DELAY;
  await pause(delay);
}
