import { watchSearch } from './search-opener.ts';
import { watchSimulators } from './simulators.ts';
import { watchAddressForToken } from './token.ts';

// A simulator needs no runtime; one that shows the student's own cluster asks for it itself.
watchAddressForToken();
watchSearch();
watchSimulators();
