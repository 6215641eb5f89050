import { DISCOUNTS } from './prices.ts';

/** Instances paid by the hour whether they run or not, in exchange for a lower price. */
export interface Reservation {
  readonly instanceType: string;
  /** Region; default us-east-1. */
  readonly region?: string | undefined;
  readonly count: number;
  /** Fraction below on demand, 0–0.72. */
  readonly discount: number;
}

/** A Compute Savings Plan: so much an hour, used or not; what it covers is cheaper. */
export interface SavingsPlan {
  /** The commitment, at discounted prices. */
  readonly usdPerHour: number;
  /** Fractions below on demand: Fargate 0–0.5, EC2 0–0.66. */
  readonly discount: { readonly fargate: number; readonly ec2: number };
}

/** How the capacity is bought. Without any of these all is on demand, Spot as `DISCOUNTS` has it. */
export interface Purchase {
  /** Fractions below on demand, 0–1; what the market asks. */
  readonly spotDiscount?:
    | { readonly fargate?: number | undefined; readonly ec2?: number | undefined }
    | undefined;
  /** The free tier of the time is to be taken off; default false. */
  readonly freeTier?: boolean | undefined;
  /** Each EC2 instance and each Fargate task has a public address, and it is charged; default false. */
  readonly publicIpv4?: boolean | undefined;
  readonly reservations?: readonly Reservation[] | undefined;
  readonly savingsPlan?: SavingsPlan | undefined;
}

/** A price or a design was described in a way that makes no sense; the message is for its author. */
export class CostInputError extends Error {
  override readonly name = 'CostInputError';
}

/** Throws `CostInputError`. */
export const expectNumber = (what: string, value: number, from: number, to: number): void => {
  if (Number.isFinite(value) && value >= from && value <= to) return;
  const range = to === Number.POSITIVE_INFINITY ? `${from} or more` : `${from} to ${to}`;
  throw new CostInputError(`Expected ${what} to be ${range}; found ${value}.`);
};

/** Throws `CostInputError` that names what is out of range. */
export function validatePurchase({ spotDiscount, reservations, savingsPlan }: Purchase): void {
  expectNumber('the Fargate Spot discount', spotDiscount?.fargate ?? 0, 0, 1);
  expectNumber('the EC2 Spot discount', spotDiscount?.ec2 ?? 0, 0, 1);
  for (const { instanceType, count, discount } of reservations ?? []) {
    expectNumber(`the number of reserved ${instanceType}`, count, 0, Number.POSITIVE_INFINITY);
    expectNumber('the discount of a reservation', discount, 0, DISCOUNTS.reserved.most);
  }
  if (savingsPlan === undefined) return;
  const { usdPerHour, discount } = savingsPlan;
  const { savingsPlanFargate, savingsPlanEc2 } = DISCOUNTS;
  expectNumber('the commitment of a Savings Plan', usdPerHour, 0, Number.POSITIVE_INFINITY);
  expectNumber(
    "a Savings Plan's discount on Fargate",
    discount.fargate,
    0,
    savingsPlanFargate.most,
  );
  expectNumber("a Savings Plan's discount on EC2", discount.ec2, 0, savingsPlanEc2.most);
}
