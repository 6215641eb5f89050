import type { DeploymentPicture } from '../../src/server/api.ts';
import { detailsButton } from './details-button.ts';
import { el, setText } from './dom.ts';
import type { View } from './keyed-list.ts';
import { deploymentWords } from './task-groups.ts';

/** A deployment in a line; of one that shifts traffic also how much of it has shifted. */
export const deploymentView = ({ id }: DeploymentPicture): View<DeploymentPicture> => {
  const name = detailsButton('deployment', id, '');
  const words = el('span');
  const share = el('span', { class: 'share', 'aria-hidden': 'true' });
  return {
    element: el('li', {}, name, words, share),
    update: (deployment) => {
      const { status, taskDefinition, shift } = deployment;
      setText(name, `${status} ${taskDefinition}`);
      setText(words, `: ${deploymentWords(deployment)}`);
      share.hidden = shift === undefined;
      share.style.setProperty('--share', `${shift?.productionPercent ?? 0}%`);
    },
  };
};
