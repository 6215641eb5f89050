import { addCopyButtons } from './copy.ts';
import { watchRuntime } from './runtime.ts';
import { watchRuntimeLine } from './runtime-line.ts';
import { watchAddressForToken } from './token.ts';

watchAddressForToken();
addCopyButtons();
watchRuntimeLine();
watchRuntime();
