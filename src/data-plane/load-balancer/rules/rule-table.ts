import type {
  ListenerConfiguration,
  RuleAction,
  RuleConfiguration,
} from '../../../core/load-balancers/configuration.ts';
import { nextTurn, type TakesTurns } from '../targets/weighted-round-robin.ts';
import { allHold, type Predicate, type RequestFacts } from './conditions.ts';

interface GroupTurn extends TakesTurns {
  readonly targetGroupArn: string;
  readonly weight: number;
}

/** A rule, and whose turn it is among the groups that it forwards to. */
export class Rule {
  readonly configuration: RuleConfiguration;
  readonly applies: Predicate;
  readonly #turns: readonly GroupTurn[];

  constructor(configuration: RuleConfiguration, before: Rule | undefined) {
    this.configuration = configuration;
    this.applies = allHold(configuration.conditions);
    this.#turns =
      before !== undefined && sameGroups(before.action, this.action)
        ? before.#turns
        : groupsOf(this.action).map((group) => ({ ...group, current: 0 }));
  }

  get action(): RuleAction {
    return this.configuration.action;
  }

  /** Exactly by weight; undefined when all weights are 0. */
  nextGroup(): string | undefined {
    return nextTurn(this.#turns, ({ weight }) => weight)?.targetGroupArn;
  }
}

/** The rules of a listener. Those that were there before keep whose turn it is. */
export class RuleTable {
  readonly #rules: readonly Rule[];

  /** Throws for conditions that cannot be read. */
  constructor({ rules }: Pick<ListenerConfiguration, 'rules'>, table: RuleTable | undefined) {
    const before = table === undefined ? [] : table.#rules;
    const known = new Map(before.map((rule) => [rule.configuration.ruleArn, rule]));
    this.#rules = rules.map((rule) => new Rule(rule, known.get(rule.ruleArn)));
  }

  /** The first that applies: the last one always does. */
  find(request: RequestFacts): Rule | undefined {
    return this.#rules.find((rule) => rule.applies(request));
  }

  /** The one without conditions. */
  get default(): Rule | undefined {
    return this.#rules.at(-1);
  }
}

const groupsOf = (action: RuleAction) => (action.type === 'forward' ? action.targetGroups : []);

const sameGroups = (one: RuleAction, other: RuleAction): boolean =>
  JSON.stringify(groupsOf(one)) === JSON.stringify(groupsOf(other));
