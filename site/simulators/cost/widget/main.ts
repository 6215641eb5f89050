import { startSimulator, watchOwnRuntime } from '../../widget/start.ts';
import { mount } from './mount.ts';

startSimulator('cost', mount);
watchOwnRuntime();
