import type { VariantKinds } from './variant.ts';

/** A lab as the loader reads it from `labs/ID/lab.md`. */
export interface Lab {
  /** The folder's name. */
  readonly id: string;
  /** Place in the course, from 1. */
  readonly number: number;
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  /** Time it takes a student. */
  readonly minutes: number;
  readonly timeScale: number;
  /** Absolute path of the lab's folder; steps run in a copy of `files/` in it, if there is one. */
  readonly folder: string;
  /** Folders of `labs/images/` that are copied into the folder where the steps run. */
  readonly images: readonly string[];
  /** What each student has for oneself; empty: the lab is the same for all. */
  readonly variant: VariantKinds;
  /** Whose copy it is, by the student's id; undefined: nobody's, with the defaults of `variant`. */
  readonly student?: string | undefined;
  /** What the steps make, as written: `makesOf` fills in the student's own values. */
  readonly makes: {
    readonly clusters: readonly string[];
    readonly taskDefinitionFamilies: readonly string[];
    readonly logGroups: readonly string[];
    /** Tags `Name` of EC2 instances; those that registered in `clusters` are removed anyway. */
    readonly instances: readonly string[];
    /** Their listeners and rules go with them. */
    readonly loadBalancers: readonly string[];
    readonly targetGroups: readonly string[];
    /** Of CloudWatch. */
    readonly alarms: readonly string[];
    /** Of IAM. */
    readonly roles: readonly string[];
    /** Account settings that they change, with the values that reset gives back. */
    readonly accountSettings: { readonly awsvpcTrunking?: 'enabled' | 'disabled' | undefined };
  };
  /** In the order of the page. */
  readonly blocks: readonly Block[];
}

export type Block = Prose | Step | CheckPlace | Quiz | SimulatorPlace | VariantPlace;

/** Markdown between the other blocks, headings included. */
export interface Prose {
  readonly type: 'prose';
  readonly markdown: string;
  readonly line: number;
}

/** A fenced block that is run. All steps of a lab run in order in one shell. */
export interface Step {
  readonly type: 'step';
  readonly id: string;
  /** What it does, in a few words. */
  readonly title: string;
  readonly script: string;
  /** Passed over, with a reason, where this is not there. */
  readonly needs?: 'docker' | undefined;
  /** Clean-up steps run after the checks. */
  readonly cleanUp: boolean;
  /** One way to do what the student is asked to do without help: shown folded. */
  readonly solution: boolean;
  readonly line: number;
}

/** Where the page shows a check of `checks.ts`. */
export interface CheckPlace {
  readonly type: 'check';
  readonly id: string;
  readonly line: number;
}

/** Where the page shows the student's own values. */
export interface VariantPlace {
  readonly type: 'variant';
  /** One a page. */
  readonly id: 'values';
  readonly line: number;
}

/** What the page simulates in the browser, each with its examples of the course, the first by default. */
export const SIMULATOR_PRESETS = {
  'rolling-deployment': ['example-1', 'example-2', 'example-3'],
  'network-modes': [
    'host',
    'bridge-static',
    'bridge-dynamic',
    'awsvpc',
    'trunking',
    'fargate',
    'none',
  ],
  cost: [
    'course-bill',
    'steady-web',
    'night-batch',
    'office-hours',
    'mostly-idle',
    'spot-and-savings',
    'arm',
  ],
} as const;

/** Each has a page of its own too. */
export type SimulatorName = keyof typeof SIMULATOR_PRESETS;

/** In the order in which lists of them are shown. */
export const SIMULATOR_NAMES: readonly SimulatorName[] = Object.keys(SIMULATOR_PRESETS).filter(
  (name): name is SimulatorName => name in SIMULATOR_PRESETS,
);

export type SimulatorPreset<N extends SimulatorName = SimulatorName> =
  (typeof SIMULATOR_PRESETS)[N][number];

export const presetsOf = (name: SimulatorName): readonly SimulatorPreset[] =>
  SIMULATOR_PRESETS[name];

/** Where the page shows a simulator. */
export interface SimulatorPlace {
  readonly type: 'simulator';
  readonly id: string;
  readonly name: SimulatorName;
  readonly preset: SimulatorPreset;
  readonly line: number;
}

export interface Quiz {
  readonly type: 'quiz';
  readonly id: string;
  readonly question: string;
  readonly choices: readonly {
    readonly text: string;
    readonly correct: boolean;
    /** Why it is right or wrong. */
    readonly explanation: string;
  }[];
  readonly line: number;
}
