import { startSimulator } from '../../widget/start.ts';
import { mount } from './mount.ts';

startSimulator('rolling-deployment', mount);
