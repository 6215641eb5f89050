import type { Disturbance } from '../../core/effects.ts';
import { type SicknessSwitch, sicknessSwitch } from '../sickness.ts';
import type { ProcessContainer } from './container.ts';
import type { ProcessTask } from './task.ts';

const CANNOT: Readonly<Partial<Record<Disturbance['kind'], string>>> = {
  'cut-network':
    'The process engine has no networks: its containers share that of this machine. Use pause-container, after which nobody is answered either, or run this with Docker.',
  'slow-network':
    'The process engine has no networks: its containers share that of this machine. Use pause-container for a while (--for 5s), or run this with Docker.',
  'fill-memory':
    'The process engine cannot limit the memory of a container: filling it would fill that of this machine. Use kill-container, or run this with Docker.',
};

/** See `Engine.whyNotDisturb`. */
export function whyNotDisturb(
  task: ProcessTask | undefined,
  disturbance: Disturbance,
): string | undefined {
  const { kind } = disturbance;
  const container = containerOf(task, disturbance);
  if (kind !== 'sick' || task === undefined || container === undefined) return CANNOT[kind];
  const found = switchOf(task, container);
  return 'whyNot' in found ? found.whyNot : undefined;
}

/** What cannot be done was refused before; a container that does not run stays as it is. */
export function disturb(task: ProcessTask, disturbance: Disturbance): void {
  const container = containerOf(task, disturbance);
  if (disturbance.kind === 'kill') container?.kill();
  else if (disturbance.kind === 'pause') container?.pause();
  else if (disturbance.kind === 'sick') signalSickness(task, container, 'sick');
}

export function undisturb(task: ProcessTask, disturbance: Disturbance): void {
  const container = containerOf(task, disturbance);
  if (disturbance.kind === 'pause') container?.resume();
  else if (disturbance.kind === 'sick') signalSickness(task, container, 'well');
}

const containerOf = (task: ProcessTask | undefined, disturbance: Disturbance) =>
  'containerName' in disturbance ? task?.containers.get(disturbance.containerName) : undefined;

function signalSickness(
  task: ProcessTask,
  container: ProcessContainer | undefined,
  state: 'sick' | 'well',
): void {
  const found = container && switchOf(task, container);
  if (found && !('whyNot' in found)) container.signal(found[state]);
}

function switchOf(
  { images }: ProcessTask,
  { record: { spec } }: ProcessContainer,
): SicknessSwitch | { readonly whyNot: string } {
  const labels = images(spec.image)?.dockerfile.labels ?? {};
  const isItsOwn = spec.command === undefined && spec.entryPoint === undefined;
  return sicknessSwitch(spec.image, labels, isItsOwn);
}
