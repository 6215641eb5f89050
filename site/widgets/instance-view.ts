import type { ClusterPicture } from '../../src/server/api.ts';
import { el, setText } from './dom.ts';
import { faultButton } from './fault-menu.ts';
import type { View } from './keyed-list.ts';

type Instance = ClusterPicture['clusters'][number]['instances'][number];

/** A container instance in a line, with what can go wrong with it. */
export const instanceView =
  (region: string) =>
  ({ ec2InstanceId }: Instance): View<Instance> => {
    const facts = el('span');
    let zone = '';
    const button = faultButton(() => {
      const name = `instance ${ec2InstanceId}`;
      return { kind: 'instance', name, target: ec2InstanceId, zone, region };
    });
    button.setAttribute('aria-label', `Break it …: instance ${ec2InstanceId}`);
    return {
      element: el('li', {}, el('code', {}, ec2InstanceId), ' ', facts, button),
      update: ({ instanceType, availabilityZone }) => {
        zone = availabilityZone;
        setText(facts, [instanceType, availabilityZone].filter(Boolean).join(', '));
      },
    };
  };
