import { detailsButton } from './details-button.ts';
import { el } from './dom.ts';
import { instanceView } from './instance-view.ts';
import { keyedList, type View } from './keyed-list.ts';
import { smallTasks } from './small-tasks.ts';
import type { InstanceTasks, ZonePicture } from './zones-of.ts';

/** An Availability Zone: its instances with their tasks, and the tasks that Fargate runs there. */
export const zoneView =
  (region: string) =>
  ({ name }: ZonePicture): View<ZonePicture> => {
    const instances = el('ul', { class: 'instances', 'aria-label': `Instances in ${name}` });
    const fargate = smallTasks(`Tasks on Fargate in ${name}`);
    const onFargate = el('div', { class: 'fargate' }, el('p', {}, 'Fargate'), fargate.element);
    const show = keyedList<InstanceTasks>(
      instances,
      ({ instance }) => instance.id,
      instanceView(region),
    );
    return {
      element: el(
        'li',
        { class: 'zone' },
        el('p', { class: 'zone-name' }, detailsButton('zone', name, name)),
        instances,
        onFargate,
      ),
      update: (zone) => {
        show(zone.instances);
        instances.hidden = zone.instances.length === 0;
        fargate.update(zone.fargate);
        onFargate.hidden = zone.fargate.length === 0;
      },
    };
  };
