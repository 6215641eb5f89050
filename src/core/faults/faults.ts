/** What a fault may be aimed at. `service` is one of its tasks: the running one that is newest. */
export type TargetKind = 'container' | 'task' | 'instance' | 'zone';

export interface FaultKind {
  /** What it does, in one line for people. */
  readonly summary: string;
  readonly targets: readonly TargetKind[];
  /** How long it is in force unless told otherwise, in ms before the time scale; null: it is over at once. */
  readonly duration: number | null;
  /** Where its effect is seen. */
  readonly look: string;
  /** What undoing it does; null: it cannot be undone. */
  readonly undo: string | null;
  readonly example: string;
}

const MINUTE = 60_000;

const KINDS = {
  'kill-container': {
    summary: 'kills the program of a container, as kill -9 does',
    targets: ['container'],
    duration: null,
    look: 'Its exit code is 137 in DescribeTasks; the events of its service tell of the task that replaces it.',
    undo: null,
    example: 'kill-container TASK --container web',
  },
  'pause-container': {
    summary: 'freezes the program of a container: it runs and does nothing',
    targets: ['container'],
    duration: MINUTE,
    look: 'It answers no request; its health checks and those of its target group say so, if it has any.',
    undo: 'lets it go on where it was',
    example: 'pause-container TASK --for 30s',
  },
  'stop-instance': {
    summary: 'stops an EC2 instance, and with it all that runs on it',
    targets: ['instance'],
    duration: 5 * MINUTE,
    look: 'Its tasks stop with TerminationNotice; services replace them where there is room.',
    undo: 'starts the instance again',
    example: 'stop-instance i-0123456789abcdef0',
  },
  'pause-instance': {
    summary: 'freezes an EC2 instance: its containers do nothing, and its agent is silent',
    targets: ['instance'],
    duration: 2 * MINUTE,
    look: 'agentConnected becomes false in DescribeContainerInstances; after 60 s its tasks count as lost and are replaced.',
    undo: 'lets it go on where it was',
    example: 'pause-instance i-0123456789abcdef0 --for 90s',
  },
  'lose-zone': {
    summary:
      'loses an Availability Zone: its instances stop, its Fargate tasks end, nothing starts there',
    targets: ['zone'],
    duration: 5 * MINUTE,
    look: 'Services replace what they lost in the other zones; their events say so.',
    undo: 'has the zone back and starts its instances again',
    example: 'lose-zone us-east-1a',
  },
  'cut-network': {
    summary: 'cuts a task off from its network: nothing gets in or out',
    targets: ['task'],
    duration: MINUTE,
    look: 'Requests to it time out; its target becomes unhealthy. Its containers go on.',
    undo: 'connects it again',
    example: 'cut-network cats',
  },
  'slow-network': {
    summary: 'delays all that a task sends, by --delay milliseconds (default 500)',
    targets: ['task'],
    duration: MINUTE,
    look: 'Requests to it take that much longer: see TargetResponseTime, or curl with time.',
    undo: 'takes the delay away',
    example: 'slow-network cats --delay 2000',
  },
  'sick-application': {
    summary: 'makes an application sick: it runs, and answers 500 to every request',
    targets: ['container'],
    duration: MINUTE,
    look: 'Its health checks fail; what looks after it replaces it.',
    undo: 'makes it well again',
    example: 'sick-application cats',
  },
  'fill-memory': {
    summary: 'fills the memory of a container until its limit kills it',
    targets: ['container'],
    duration: null,
    look: 'Its reason in DescribeTasks is OutOfMemoryError, its exit code 137.',
    undo: null,
    example: 'fill-memory cats',
  },
  'spot-interruption': {
    summary:
      'Spot takes capacity back: two minutes after the notice a Spot Instance is terminated; a FARGATE_SPOT task is told to stop at once',
    targets: ['instance', 'task'],
    duration: null,
    look: 'Its stopCode is SpotInterruption in DescribeTasks.',
    undo: null,
    example: 'spot-interruption i-0123456789abcdef0',
  },
  'agent-disconnect': {
    summary: 'the ECS agent of an instance loses its connection',
    targets: ['instance'],
    duration: 5 * MINUTE,
    look: 'agentConnected becomes false in DescribeContainerInstances; its tasks run on, and after 60 s count as lost and are replaced.',
    undo: 'connects it again',
    example: 'agent-disconnect i-0123456789abcdef0',
  },
  'agent-reconnect': {
    summary: 'and has it again: the same as undoing agent-disconnect',
    targets: ['instance'],
    duration: null,
    look: 'agentConnected becomes true in DescribeContainerInstances.',
    undo: null,
    example: 'agent-reconnect i-0123456789abcdef0',
  },
} as const satisfies Record<string, FaultKind>;

export type FaultName = keyof typeof KINDS;

/** The faults that can be caused: one vocabulary for the API, the terminal and the page. */
export const FAULTS: Readonly<Record<FaultName, FaultKind>> = KINDS;

export const isFault = (text: unknown): text is FaultName =>
  typeof text === 'string' && Object.hasOwn(FAULTS, text);

/** Seconds a fault may last, before the time scale. */
export const SHORTEST = 1;
export const LONGEST = 3_600;
/** Milliseconds by which `slow-network` may delay. */
export const DEFAULT_DELAY = 500;
export const LONGEST_DELAY = 60_000;
