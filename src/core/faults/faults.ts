import type { Commands } from '../commands.ts';

export type Fault = Commands['InjectFault']['input']['fault'];

/** The faults that can be caused, with what each does, for people. */
export const FAULTS: Readonly<Record<Fault, string>> = {
  'spot-interruption':
    'Spot takes capacity back: two minutes after the notice a Spot Instance is terminated; a FARGATE_SPOT task is told to stop at once',
  'agent-disconnect': 'the ECS agent of an instance loses its connection',
  'agent-reconnect': 'and has it again',
};

export const isFault = (text: unknown): text is Fault =>
  typeof text === 'string' && Object.hasOwn(FAULTS, text);
