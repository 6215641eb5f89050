import type { ClusterPicture, Flow } from '../../src/server/api.ts';
import { detailsButton } from './details-button.ts';
import { el, setText } from './dom.ts';
import { flowOfGroup, flowWords, healthWords, paceOf } from './flow.ts';
import { keyedList, type View } from './keyed-list.ts';

type LoadBalancer = ClusterPicture['loadBalancers'][number];
type Listener = LoadBalancer['listeners'][number];
type Group = LoadBalancer['targetGroups'][number];
type FlowOfOne = Flow['loadBalancers'][number];

/** A load balancer, and what flows through it as far as that is known. */
export interface Flowing {
  readonly loadBalancer: LoadBalancer;
  readonly flow?: FlowOfOne | undefined;
}

/** One way of a request: from a rule to a target group, or to an answer of its own. */
interface Way {
  readonly key: string;
  readonly rule: string;
  /** Undefined: the load balancer answers by itself. */
  readonly group?: Group | undefined;
  readonly weight: string;
  readonly perSecond: number;
}

const waysOf = ({ loadBalancer, flow }: Flowing, listener: Listener): Way[] =>
  listener.rules.flatMap(({ arn, priority, conditions, action, forwards }) => {
    const rule = priority === null ? 'default' : `${priority}: ${conditions.join(', ')}`;
    if (forwards.length === 0) return [{ key: arn, rule, weight: action, perSecond: 0 }];
    const all = forwards.reduce((sum, { weight }) => sum + weight, 0);
    return forwards.map(({ targetGroupArn, weight }) => ({
      key: `${arn} ${targetGroupArn}`,
      rule,
      group: loadBalancer.targetGroups.find((group) => group.arn === targetGroupArn),
      weight: forwards.length === 1 ? '' : `${all === 0 ? 0 : Math.round((100 * weight) / all)} %`,
      perSecond: weight === 0 ? 0 : flowOfGroup(flow, targetGroupArn).perSecond,
    }));
  });

const wayView = (first: Way): View<Way> => {
  const rule = el('span', { class: 'way-rule' });
  const pipe = el('span', { class: 'pipe', 'aria-hidden': 'true' }, el('i', { class: 'flowing' }));
  const name = first.group && detailsButton('target-group', first.group.arn, first.group.name);
  const facts = el('span', { class: 'way-facts' });
  const dots = el('span', { class: 'targets', 'aria-hidden': 'true' });
  const showDots = keyedList<Group['targets'][number]>(
    dots,
    ({ id, port }) => `${id}:${port}`,
    () => {
      const element = el('i', { class: 'target-dot' });
      return {
        element,
        update: ({ state }) => {
          if (element.dataset.state !== state) element.dataset.state = state;
        },
      };
    },
  );
  return {
    element: el('li', { class: 'way' }, rule, pipe, ...(name ? [name] : []), facts, dots),
    update: ({ rule: words, group, weight, perSecond }) => {
      setText(rule, words);
      const pace = String(paceOf(perSecond));
      if (pipe.dataset.pace !== pace) pipe.dataset.pace = pace;
      const said = [
        weight,
        group && healthWords(group.targets),
        perSecond > 0 && `${perSecond} a second`,
      ];
      setText(facts, said.filter(Boolean).join(', '));
      showDots(group?.targets ?? []);
    },
  };
};

const listenerView = (first: { readonly listener: Listener }) => {
  const name = el('p', { class: 'listener-name' });
  const ways = el('ul', { class: 'ways', 'aria-label': `Rules of port ${first.listener.port}` });
  const show = keyedList<Way>(ways, ({ key, group }) => `${key} ${group === undefined}`, wayView);
  return {
    element: el('li', {}, name, ways),
    update: ({ listener, of }: { readonly listener: Listener; readonly of: Flowing }) => {
      const { protocol, port, url } = listener;
      const text = `${protocol} ${port}`;
      if (url === undefined) setText(name, text);
      else if (name.firstElementChild?.getAttribute('href') !== url)
        name.replaceChildren(el('a', { href: url, target: '_blank', rel: 'noreferrer' }, text));
      show(waysOf(of, listener));
    },
  };
};

/** A load balancer with its listeners and rules, where they lead, and the requests that flow. */
export const loadBalancerView = ({ loadBalancer: { arn, name } }: Flowing): View<Flowing> => {
  const state = el('p', { class: 'counts' });
  const listeners = el('ul', { class: 'listeners', 'aria-label': `Listeners of ${name}` });
  const show = keyedList<{ readonly listener: Listener; readonly of: Flowing }>(
    listeners,
    ({ listener }) => listener.arn,
    listenerView,
  );
  const title = detailsButton('load-balancer', arn, `load balancer ${name}`);
  return {
    element: el('div', { class: 'load-balancer' }, el('h3', {}, title), state, listeners),
    update: (of) => {
      const { loadBalancer, flow } = of;
      const { type, state: status, stateReason } = loadBalancer;
      const words = [type, status, stateReason].filter(Boolean).join(', ');
      setText(state, flow === undefined ? words : `${words}. ${flowWords(loadBalancer, flow)}`);
      show(loadBalancer.listeners.map((listener) => ({ listener, of })));
      listeners.hidden = loadBalancer.listeners.length === 0;
    },
  };
};
