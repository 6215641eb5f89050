import { all } from '../../../widgets/dom.ts';
import { watchRuntime } from '../../../widgets/runtime.ts';
import { watchRuntimeLine } from '../../../widgets/runtime-line.ts';
import { mount } from './mount.ts';

for (const place of all('[data-simulator-name=network-modes]')) void mount(place);
// The line of a lab's page is its own script's.
if (document.body.classList.contains('simulator-page')) watchRuntimeLine();
watchRuntime();
