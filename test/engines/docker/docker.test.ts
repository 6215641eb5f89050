import { describe } from 'vitest';
import { conformance } from '../conformance.ts';
import { dockerForTests, dockerTestEngine } from './docker-world.ts';

const docker = await dockerForTests();

if (docker === undefined) describe.skip('engine conformance: docker', () => {});
else conformance('docker', () => dockerTestEngine(docker), { instances: 'machine' });
