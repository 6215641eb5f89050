import { watchSimulators } from './simulators.ts';
import { watchAddressForToken } from './token.ts';

// Nothing here needs the runtime, so nothing asks for it.
watchAddressForToken();
watchSimulators();
