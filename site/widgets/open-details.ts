import type { ClusterPicture, Flow } from '../../src/server/api.ts';
import { announce } from './announce.ts';
import { el } from './dom.ts';
import { type FaultPlace, faultButton } from './fault-menu.ts';

/** What the script of the details is told; it is loaded when somebody asks for the first. */
export interface DetailsRequest {
  readonly kind: string;
  readonly id: string;
  /** ARN of the cluster that it is in; empty: in none. */
  readonly cluster: string;
  picture(): ClusterPicture | undefined;
  flow(): Flow | undefined;
  /** The page's own, which knows the token. */
  faultButton(place: () => FaultPlace | undefined): HTMLButtonElement;
}

export const DETAILS_EVENT = 'ecs-workbook-details';

let loading: Promise<boolean> | undefined;

/** Resolves once it is there; false: it did not come. */
const fetched = (element: HTMLElement): Promise<boolean> =>
  new Promise((resolve) => {
    element.addEventListener('load', () => resolve(true));
    element.addEventListener('error', () => {
      element.remove();
      resolve(false);
    });
    document.head.append(element);
  });

/** Script and style, from beside the page's own script, of the same build. */
const load = async (): Promise<boolean> => {
  const own = document.querySelector('script[src*="assets/"]')?.getAttribute('src') ?? '';
  const beside = (name: string) => own.replace(/[\w-]+\.js/, name);
  const [style, script] = await Promise.all([
    fetched(el('link', { rel: 'stylesheet', href: beside('details-panel.css') })),
    fetched(el('script', { src: beside('details.js') })),
  ]);
  if (!script) loading = undefined;
  return style && script;
};

/** Whatever in `place` is marked by `leadsToDetails` opens its details. */
export const openDetailsFrom = (
  place: HTMLElement,
  context: Pick<DetailsRequest, 'picture' | 'flow'>,
): void => {
  place.addEventListener('click', async ({ target }) => {
    const button = target instanceof Element ? target.closest('[data-details]') : null;
    if (!(button instanceof HTMLElement)) return;
    const { details: kind = '', id = '' } = button.dataset;
    const cluster = button.closest('[data-arn]')?.getAttribute('data-arn') ?? '';
    loading ??= load();
    if (!(await loading)) return announce('details', 'The details could not be loaded. Try again.');
    const detail: DetailsRequest = { kind, id, cluster, faultButton, ...context };
    document.dispatchEvent(new CustomEvent(DETAILS_EVENT, { detail }));
  });
};
