import type { RuleAction } from '../../../core/load-balancers/configuration.ts';
import type { Rule } from '../rules/rule-table.ts';
import {
  APPLICATION_COOKIE,
  applicationCookie,
  GROUP_COOKIE,
  readCookie,
  stickyCookies,
  stuckTo,
  TARGET_COOKIE,
} from '../targets/stickiness.ts';
import type { Target } from '../targets/target.ts';
import type { TargetGroup } from '../targets/target-group.ts';
import { type RawHeaders, setsCookie } from './response-head.ts';

type ForwardAction = Extract<RuleAction, { type: 'forward' }>;

/** Where a request goes, and what ties its client to it. */
export class Choice {
  readonly group: TargetGroup;
  readonly #stickiness: number | undefined;
  readonly #cookie: string | undefined;
  readonly #now: number;

  /** Undefined: nowhere, since no group may get requests, or is known. */
  static of(
    rule: Rule,
    action: ForwardAction,
    groupOf: (arn: string) => TargetGroup | undefined,
    cookie: string | undefined,
    now: number,
  ): Choice | undefined {
    const group = chooseGroup(rule, action, groupOf, cookie, now);
    return group === undefined ? undefined : new Choice(group, action.stickiness, cookie, now);
  }

  private constructor(
    group: TargetGroup,
    stickiness: number | undefined,
    cookie: string | undefined,
    now: number,
  ) {
    this.group = group;
    this.#stickiness = stickiness;
    this.#cookie = cookie;
    this.#now = now;
  }

  /** The client's own target if it has one that may get requests; else the next one. */
  target(): Target | undefined {
    return this.#sticky() ?? this.group.choose();
  }

  /** `Set-Cookie` headers of an answer that comes from the target, names and values in turns. */
  cookies(target: Target, raw: RawHeaders): string[] {
    const now = this.#now;
    const { stickiness } = this.group.configuration;
    const cookies: string[] = [];
    if (this.#stickiness !== undefined)
      cookies.push(...stickyCookies(GROUP_COOKIE, this.group.key, this.#stickiness, now));
    if (stickiness?.type === 'lb_cookie')
      cookies.push(...stickyCookies(TARGET_COOKIE, target.key, stickiness.duration, now));
    // AWS: only with the application's cookie; its expiry is reset with every answer.
    if (
      stickiness?.type === 'app_cookie' &&
      (this.#sticky() === target || setsCookie(raw, stickiness.cookieName))
    )
      cookies.push(applicationCookie(target.key, now));
    return cookies.flatMap((cookie) => ['Set-Cookie', cookie]);
  }

  #sticky(): Target | undefined {
    const { stickiness } = this.group.configuration;
    if (stickiness === undefined || stickiness.type === 'source_ip') return undefined;
    if (
      stickiness.type === 'app_cookie' &&
      readCookie(this.#cookie, stickiness.cookieName) === undefined
    )
      return undefined;
    const name = stickiness.type === 'lb_cookie' ? TARGET_COOKIE : APPLICATION_COOKIE;
    const key = stuckTo(readCookie(this.#cookie, name), stickiness.duration, this.#now);
    return key === undefined ? undefined : this.group.usable.find((target) => target.key === key);
  }
}

/** The client's own group unless its weight is 0; else whose turn it is. */
const chooseGroup = (
  rule: Rule,
  action: ForwardAction,
  groupOf: (arn: string) => TargetGroup | undefined,
  cookie: string | undefined,
  now: number,
): TargetGroup | undefined => {
  if (action.stickiness !== undefined) {
    const key = stuckTo(readCookie(cookie, GROUP_COOKIE), action.stickiness, now);
    const own =
      key === undefined
        ? undefined
        : action.targetGroups
            .filter(({ weight }) => weight > 0)
            .map(({ targetGroupArn }) => groupOf(targetGroupArn))
            .find((group) => group?.key === key);
    if (own !== undefined) return own;
  }
  const arn = rule.nextGroup();
  return arn === undefined ? undefined : groupOf(arn);
};
