import { mkdirSync } from 'node:fs';
import { openGateway } from './gateway.ts';
import { readSurroundings } from './instance.ts';
import { keepAgent } from './keep-agent.ts';
import { runUserData } from './user-data.ts';

/**
 * The first process of a container that stands for an EC2 instance: its gateway, from the first
 * moment; at the first boot its user data; then the ECS agent, which is started again when it ends.
 */
const { instance, token } = readSurroundings(process.env);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
mkdirSync('/run', { recursive: true });
openGateway(token);
await runUserData();
if (instance.agent) keepAgent();
