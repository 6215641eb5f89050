import { conformance } from '../conformance.ts';
import { processTestEngine } from './process-test-engine.ts';

conformance('process', async () => processTestEngine(), { instances: 'record', canGoAway: false });
