import { all } from '../../../widgets/dom.ts';
import { mount } from './mount.ts';

for (const place of all('[data-simulator-name=cost]')) mount(place);
