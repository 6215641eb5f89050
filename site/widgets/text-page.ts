import { addCopyButtons } from './copy.ts';
import { watchRuntime } from './runtime.ts';
import { watchRuntimeLine } from './runtime-line.ts';
import { watchSearch } from './search-opener.ts';
import { watchAddressForToken } from './token.ts';

watchAddressForToken();
watchSearch();
addCopyButtons();
watchRuntimeLine();
watchRuntime();
