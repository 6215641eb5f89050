/** Signals by which a program becomes sick, and well again. */
export interface SicknessSwitch {
  readonly sick: NodeJS.Signals;
  readonly well: NodeJS.Signals;
}

const SICK = 'ecs-workbook.sick';
const WELL = 'ecs-workbook.well';
const SIGNAL = /^SIG[A-Z0-9]{2,8}$/;

/**
 * The switch that an image says its program has, by the labels `ecs-workbook.sick` and
 * `ecs-workbook.well`: names of signals. `isItsOwn`: what runs is the image's own command, and not
 * one of the task definition, which those signals might kill.
 */
export function sicknessSwitch(
  image: string,
  labels: Readonly<Record<string, string>>,
  isItsOwn: boolean,
): SicknessSwitch | { readonly whyNot: string } {
  const { [SICK]: sick, [WELL]: well } = labels;
  if (!isSignal(sick) || !isSignal(well)) {
    return {
      whyNot: `Nobody knows how to make a program of ${image} sick: its image has no labels ${SICK} and ${WELL} with the signals for that. The image containerofcats has; with any other use pause-container or cut-network.`,
    };
  }
  if (isItsOwn) return { sick, well };
  return {
    whyNot: `The task definition runs a command of its own in ${image}, which may not know the signals of the image's program. Leave command and entryPoint out, or use pause-container.`,
  };
}

const isSignal = (text: string | undefined): text is NodeJS.Signals => SIGNAL.test(text ?? '');
