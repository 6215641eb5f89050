import { InvalidArgumentError } from 'commander';
import { billOf } from '../core/cost/bill.ts';
import { breakdownOf } from '../core/cost/breakdown.ts';
import { type Design, estimateOf } from '../core/cost/estimate.ts';
import { CostInputError } from '../core/cost/inputs.ts';
import { byHour } from '../core/cost/workload.ts';
import { askCost } from './cost/ask-cost.ts';
import { billReport } from './cost/bill-report.ts';
import { estimateReport } from './cost/estimate-report.ts';
import { type CostOptions, parseCostOptions, purchaseOf } from './cost/options.ts';
import { RuntimeMissing } from './lab/runtime-status.ts';

/** Exit status: 0 done, 2 a mistake in the call, 3 no runtime answers. */
export const run = async (args: string[]): Promise<number> => {
  const options = parseCostOptions(args);
  if (typeof options === 'number') return options;
  try {
    console.log(options.estimate ? estimate(options) : await bill(options));
    return 0;
  } catch (error) {
    const isMistake = error instanceof CostInputError || error instanceof InvalidArgumentError;
    if (!isMistake && !(error instanceof RuntimeMissing)) throw error;
    console.error(error.message);
    return isMistake ? 2 : 3;
  }
};

const bill = async (options: CostOptions): Promise<string> => {
  const purchase = purchaseOf(options);
  const report = await askCost(options);
  const { usage, period, now, timeScale } = report;
  const request = { usage, period, now, purchase };
  const answer = {
    ...report,
    bill: billOf(request),
    breakdown: breakdownOf(request),
    scaledBill: timeScale === 1 ? null : billOf({ ...request, scale: timeScale }),
  };
  if (options.json) return JSON.stringify(answer, null, 2);
  return billReport(answer, answer.bill, answer.breakdown, answer.scaledBill);
};

const estimate = (options: CostOptions): string => {
  const { pattern, hours, copies } = options;
  const design: Design = {
    workload: {
      vCpu: options.vcpu,
      memoryGB: options.memory,
      day: pattern === undefined ? [{ hours, copies }] : byHour(pattern),
      daysPerMonth: options.days,
      architecture: options.arch,
    },
    instanceType: options.instanceType,
    minimumInstances: options.minimumInstances,
    fleet: options.fleet,
    networkMode: options.networkMode,
    spotShare: options.spotShare,
    purchase: purchaseOf(options),
  };
  const found = estimateOf(design);
  return options.json ? JSON.stringify(found, null, 2) : estimateReport(design, found);
};
