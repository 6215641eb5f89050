import { one } from '../dom.ts';
import { mountTimeline } from './timeline.ts';

const panel = one('[data-cluster]');
const place = one('[data-timeline]');
if (panel !== undefined && place !== undefined) mountTimeline(panel, place);
