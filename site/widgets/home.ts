import { watchCluster } from './cluster.ts';
import { addCopyButtons } from './copy.ts';
import { watchCourse } from './course-progress.ts';
import { watchRuntime } from './runtime.ts';
import { watchRuntimeCard } from './runtime-card.ts';
import { watchRuntimeLine } from './runtime-line.ts';
import { watchTerminal } from './terminal/launcher.ts';
import { offerTimeline } from './timeline/open.ts';
import { watchAddressForToken } from './token.ts';

watchAddressForToken();
addCopyButtons();
watchRuntimeLine();
watchRuntimeCard();
watchCourse();
watchCluster();
offerTimeline();
watchTerminal(null);
watchRuntime();
