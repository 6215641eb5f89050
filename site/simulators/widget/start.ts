import type { SimulatorName } from '../../../src/workbook/lab.ts';
import { all } from '../../widgets/dom.ts';
import { watchRuntime } from '../../widgets/runtime.ts';
import { watchRuntimeLine } from '../../widgets/runtime-line.ts';

/** Builds the simulator in each of its places on the page. */
export const startSimulator = (
  name: SimulatorName,
  mount: (place: HTMLElement) => unknown,
): void => {
  for (const place of all(`[data-simulator-name=${name}]`)) mount(place);
};

/** For simulators that show the student's own cluster; the line of a lab's page is its own script's. */
export const watchOwnRuntime = (): void => {
  if (document.body.classList.contains('simulator-page')) watchRuntimeLine();
  watchRuntime();
};
