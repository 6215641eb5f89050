import type { ClusterPicture, Flow } from '../../../src/server/api.ts';
import { one } from '../dom.ts';
import { follow } from '../stream.ts';

declare global {
  /** On the element `[data-cluster]`, between the picture and its time line, a script of its own. */
  interface HTMLElementEventMap {
    /** As it is now; also while the past is shown. */
    'cluster-live': CustomEvent<ClusterPicture>;
    /** Shows this instead; null: what is live. */
    'cluster-past': CustomEvent<ClusterPicture | null>;
  }
}

/** The picture shows the past: nothing of it can be broken, run or opened any more. */
export const showsThePast = (): boolean => one('[data-cluster][data-past]') !== undefined;

/**
 * Hands on what is to be drawn: live pictures, or the one of the past that the time line asks for.
 * What flows is known only of now. The answer is the clock of what is shown; in the past it stands still.
 */
export const followPictures = (
  panel: HTMLElement,
  draw: (picture: ClusterPicture) => void,
  drawFlow: (flow: Flow | undefined) => void,
): { now(): number } => {
  let live: ClusterPicture | undefined;
  let past: ClusterPicture | undefined;
  let ahead = 0;
  const onPicture = (picture: ClusterPicture) => {
    live = picture;
    ahead = picture.now - Date.now();
    panel.dispatchEvent(new CustomEvent('cluster-live', { detail: picture }));
    if (past === undefined) draw(picture);
  };
  const onFlow = (flow: Flow) => {
    if (past === undefined) drawFlow(flow);
  };
  follow<ClusterPicture, Flow>('cluster', onPicture, { flow: onFlow });
  panel.addEventListener('cluster-past', ({ detail }) => {
    past = detail ?? undefined;
    panel.toggleAttribute('data-past', past !== undefined);
    if (past !== undefined) drawFlow(undefined);
    const shown = past ?? live;
    if (shown !== undefined) draw(shown);
  });
  return { now: () => past?.now ?? Date.now() + ahead };
};
