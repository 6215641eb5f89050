/** Running the steps of a lab. */
export { whyPassedOver } from './needs.ts';
export type { AwsChoice } from './shell/environment.ts';
export { LabShell, type LabShellOptions, openLabShell, type StepExit } from './shell/lab-shell.ts';
export { type TerminalShell, terminalShell } from './shell/terminal-shell.ts';
export { forgetLabFolders, labFolders } from './shell/work-folder.ts';
