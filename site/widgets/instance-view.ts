import { detailsButton } from './details-button.ts';
import { el, setText } from './dom.ts';
import { faultButton } from './fault-menu.ts';
import type { View } from './keyed-list.ts';
import { smallTasks } from './small-tasks.ts';
import { type InstanceTasks, roomOf } from './zones-of.ts';

/** A container instance: its room, the tasks on it, and what can go wrong with it. */
export const instanceView =
  (region: string) =>
  ({ instance: { id, ec2InstanceId } }: InstanceTasks): View<InstanceTasks> => {
    const facts = el('span');
    const state = el('span', { class: 'badge' });
    const room = el('p', { class: 'room' });
    const bars = el('div', { class: 'bars', 'aria-hidden': 'true' }, el('i'), el('i'));
    const tasks = smallTasks(`Tasks on instance ${ec2InstanceId}`);
    let zone = '';
    const button = faultButton(() => {
      const name = `instance ${ec2InstanceId}`;
      return { kind: 'instance', name, target: ec2InstanceId, zone, region };
    });
    button.setAttribute('aria-label', `Break it …: instance ${ec2InstanceId}`);
    return {
      element: el(
        'li',
        { class: 'instance' },
        el('div', {}, detailsButton('instance', id, ec2InstanceId), ' ', facts, state, button),
        bars,
        room,
        tasks.element,
      ),
      update: ({ instance, tasks: onIt }) => {
        zone = instance.availabilityZone;
        const { instanceType, status, agentConnected, cpu, memoryMiB } = instance;
        setText(facts, [instanceType, zone].filter(Boolean).join(', '));
        setText(state, agentConnected ? status : 'agent away');
        state.hidden = agentConnected && status === 'ACTIVE';
        setText(room, roomOf(instance));
        bars.style.setProperty('--cpu', `${(100 * cpu.taken) / cpu.registered}%`);
        bars.style.setProperty('--memory', `${(100 * memoryMiB.taken) / memoryMiB.registered}%`);
        tasks.update(onIt);
      },
    };
  };
