import { watchChecks } from './checks.ts';
import { watchCluster } from './cluster.ts';
import { watchContents } from './contents.ts';
import { addCopyButtons } from './copy.ts';
import { progressStore } from './progress.ts';
import { watchQuizzes } from './quiz.ts';
import { watchRuntime } from './runtime.ts';
import { watchRuntimeLine } from './runtime-line.ts';
import { watchScore } from './score.ts';
import { watchSimulators } from './simulators.ts';
import { watchSteps } from './steps.ts';
import { watchTerminal } from './terminal/launcher.ts';
import { watchAddressForToken } from './token.ts';

const lab = document.body.dataset.lab ?? '';
const progress = progressStore(lab);

watchAddressForToken();
addCopyButtons();
watchContents();
watchRuntimeLine();
watchQuizzes(progress);
watchSteps(lab, progress);
watchSimulators();
watchChecks(lab, progress);
watchScore(lab, progress);
watchCluster();
watchTerminal(lab);
watchRuntime();
