import { ECS_SERVICE, type Meter } from './meters.ts';
import { toCents } from './money.ts';
import type { Price } from './prices.ts';

/** One line of the bill: all usage of one type at one price. */
export interface BillLine {
  readonly service: string;
  readonly region: string;
  readonly usageType: string;
  readonly description: string;
  /** In units; AWS shows three decimals. */
  readonly quantity: number;
  readonly unit: Meter['unit'];
  readonly usdPerUnit: number;
  /** Of AWS's list, before what Spot and commitments take off; null: the buyer named the price. */
  readonly listPrice: Price | null;
  /** To the cent. */
  readonly usd: number;
}

/** How much went through a meter; mutable, since coverage is taken off. */
export interface Demand {
  readonly meter: Meter;
  amount: number;
}

/** What went through each meter, summed up. */
export class Demands {
  readonly #all = new Map<string, Demand>();

  readonly add = (meter: Meter, amount: number): void => {
    const key = `${meter.region} ${meter.usageType} ${meter.description}`;
    const demand = this.#all.get(key);
    if (demand === undefined) this.#all.set(key, { meter, amount });
    else demand.amount += amount;
  };

  /** In the order of their keys, so that coverage does not hang on who came first. */
  sorted(): Demand[] {
    return [...this.#all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, demand]) => demand);
  }

  /** As AWS writes them: what went through a meter is rounded to cents, line by line. */
  lines(): BillLine[] {
    return [...this.#all.values()]
      .map(({ meter, amount }): BillLine => {
        const { amountsPerUnit, coveredAs: _, instanceType: __, ...rest } = meter;
        const quantity = amount / amountsPerUnit;
        return { ...rest, quantity, usd: toCents(quantity * meter.usdPerUnit) };
      })
      .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  }
}

const orderOf = ({ service, region, usageType, description }: BillLine): string =>
  [service === ECS_SERVICE ? '' : service, region, usageType, description].join(' ');
