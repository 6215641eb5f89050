import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Balancer } from '../balancer.ts';
import { locationOf } from '../rules/redirect.ts';
import { Choice } from './choice.ts';
import { answerOwn, answerPage } from './pages.ts';
import { type RequestHead, readHead } from './request-head.ts';
import { RequestRecord } from './request-record.ts';

/** A request, and how it came. */
export interface Incoming {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Of the listener that it is for. */
  readonly port: number;
  /** Through the gateway, not at that port? */
  readonly gateway: boolean;
}

/** A request that is to be forwarded. */
export interface Routed {
  readonly head: RequestHead;
  readonly choice: Choice;
}

export const recordOf = (balancer: Balancer, { request, port }: Incoming): RequestRecord =>
  new RequestRecord(request, port, balancer.name);

/** Where the request goes by the listener's rules; undefined: it has been answered. */
export const route = (
  balancer: Balancer,
  { request, response, port, gateway }: Incoming,
  record: RequestRecord,
): Routed | undefined => {
  const listener = balancer.listeners.get(port);
  if (listener === undefined) return void answerPage(response, 503);
  const head = readHead(request, {
    port,
    gateway,
    sourceIp: plain(request.socket.remoteAddress),
    now: record.receivedAt,
  });
  if (typeof head === 'number') return void answerPage(response, head);
  record.traceId = head.traceId;
  const { rules, configuration } = listener;
  // What a network load balancer forwards has no rules but the default one.
  const rule = configuration.protocol === 'HTTP' ? rules.find(head) : rules.default;
  if (rule === undefined) return void answerPage(response, 503);
  record.rulePriority = rule === rules.default ? 0 : rule.configuration.priority;
  const { action } = rule;
  record.action = action.type;
  switch (action.type) {
    case 'redirect': {
      const gatewayHost = gateway ? head.hostHeader : undefined;
      const location = locationOf(action, head, { port, gatewayHost });
      record.redirectUrl = location;
      return void answerPage(response, action.statusCode, { Location: location });
    }
    case 'fixed-response': {
      const { statusCode, contentType = 'text/plain', messageBody = '' } = action;
      return void answerOwn(response, statusCode, contentType, messageBody);
    }
    case 'forward': {
      const groupOf = (arn: string) => balancer.group(arn);
      const { cookie } = request.headers;
      const choice = Choice.of(rule, action, groupOf, cookie, record.receivedAt);
      if (choice === undefined) return void answerPage(response, 503);
      record.targetGroupArn = choice.group.configuration.targetGroupArn;
      return { head, choice };
    }
  }
};

const plain = (address: string | undefined): string =>
  address?.replace(/^::ffff:(?=\d+\.)/, '') ?? '-';
