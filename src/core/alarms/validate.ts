import type { Commands } from '../commands.ts';
import { Refusal } from '../errors.ts';
import type { AlarmConfiguration, Tag } from '../model/index.ts';
import { validateTags } from '../tags/validate.ts';
import type { AlarmTagInput } from './commands.ts';

const LONGEST_NAME = 255;
/** AWS: names that one call takes. */
const MOST_NAMES = 100;
const MOST_ACTIONS = 5;
const MOST_DIMENSIONS = 30;
/** AWS, seconds: any multiple of a minute, or one of these for metrics of high resolution. */
const SHORT_PERIODS = [10, 20, 30];
const HOUR = 3600;
const DAY = 24 * HOUR;
const EXTENDED_STATISTIC =
  /^(p(\d{1,2}(\.\d{1,10})?|100)|(tm|wm|tc|ts|TM|WM|TC|TS|PR|IQM)\S{0,40})$/;
const MISSING_DATA = ['breaching', 'notBreaching', 'ignore', 'missing'];

export const validationError = (message: string) => new Refusal('ValidationException', message);
const missing = (member: string) =>
  new Refusal(
    'MissingRequiredParameterException',
    `The parameter ${member} is required: give it with MetricName and Namespace.`,
  );

export function checkName(name: string | undefined = ''): string {
  if (name.length >= 1 && name.length <= LONGEST_NAME) return name;
  throw validationError(
    `The alarm name has ${name.length} characters: expected 1 to ${LONGEST_NAME}.`,
  );
}

export function checkNames(names: readonly string[] = []): readonly string[] {
  if (names.length <= MOST_NAMES) return names;
  throw validationError(`There are ${names.length} alarm names; at most ${MOST_NAMES} are taken.`);
}

/** What is given, over AWS's defaults; checked as PutMetricAlarm documents it. */
export function configurationFrom(
  given: Omit<Commands['PutMetricAlarm']['input'], 'AlarmName' | 'Tags'>,
): AlarmConfiguration {
  const {
    ActionsEnabled = true,
    OKActions = [],
    AlarmActions = [],
    InsufficientDataActions = [],
    Dimensions = [],
    EvaluationPeriods,
    Threshold,
    ComparisonOperator,
  } = given;
  if (given.MetricName === undefined) throw missing('MetricName');
  if (given.Namespace === undefined) throw missing('Namespace');
  if (ComparisonOperator === undefined) throw missing('ComparisonOperator');
  if (Threshold === undefined) throw missing('Threshold');
  if (EvaluationPeriods === undefined) throw missing('EvaluationPeriods');
  checkStatistic(given);
  checkPeriods(given.Period, EvaluationPeriods, given.DatapointsToAlarm);
  for (const [name, actions] of Object.entries({
    OKActions,
    AlarmActions,
    InsufficientDataActions,
  })) {
    if (actions.length > MOST_ACTIONS) {
      throw validationError(
        `There are ${actions.length} ${name}; an alarm can have at most ${MOST_ACTIONS}.`,
      );
    }
  }
  if (Dimensions.length > MOST_DIMENSIONS) {
    throw validationError(
      `There are ${Dimensions.length} dimensions; a metric has at most ${MOST_DIMENSIONS}.`,
    );
  }
  const { TreatMissingData } = given;
  if (TreatMissingData !== undefined && !MISSING_DATA.includes(TreatMissingData)) {
    throw validationError(
      `Option ${TreatMissingData.slice(0, 50)} is not supported for TreatMissingData: expected one of ${MISSING_DATA.join(', ')}.`,
    );
  }
  return {
    ...given,
    ActionsEnabled,
    OKActions,
    AlarmActions,
    InsufficientDataActions,
    Dimensions,
    EvaluationPeriods,
    Threshold,
    ComparisonOperator,
  };
}

function checkStatistic({
  Statistic,
  ExtendedStatistic,
}: Pick<Commands['PutMetricAlarm']['input'], 'Statistic' | 'ExtendedStatistic'>): void {
  if (Statistic !== undefined && ExtendedStatistic !== undefined) {
    throw new Refusal(
      'InvalidParameterCombinationException',
      'Statistic and ExtendedStatistic exclude each other: give one of them.',
    );
  }
  if (Statistic === undefined && ExtendedStatistic === undefined) {
    throw missing('Statistic (or ExtendedStatistic)');
  }
  if (ExtendedStatistic !== undefined && !EXTENDED_STATISTIC.test(ExtendedStatistic)) {
    throw validationError(
      `The value ${ExtendedStatistic.slice(0, 50)} for ExtendedStatistic is not supported: expected a percentile such as p99 or a trimmed statistic such as tm90.`,
    );
  }
}

function checkPeriods(
  Period: number | undefined,
  EvaluationPeriods: number,
  DatapointsToAlarm: number | undefined,
): void {
  if (Period === undefined) throw missing('Period');
  if (Period < 1 || (Period % 60 !== 0 && !SHORT_PERIODS.includes(Period))) {
    throw validationError(
      `Period is ${Period}: expected ${SHORT_PERIODS.join(', ')} or a multiple of 60.`,
    );
  }
  if (EvaluationPeriods < 1) {
    throw validationError(`EvaluationPeriods is ${EvaluationPeriods}: expected 1 or more.`);
  }
  const longest = Period < HOUR ? DAY : 7 * DAY;
  if (Period * EvaluationPeriods > longest) {
    throw validationError(
      `Metrics cannot be checked across more than ${longest} seconds with this period: EvaluationPeriods times Period is ${Period * EvaluationPeriods}.`,
    );
  }
  if (
    DatapointsToAlarm !== undefined &&
    (DatapointsToAlarm < 1 || DatapointsToAlarm > EvaluationPeriods)
  ) {
    throw validationError(
      `DatapointsToAlarm is ${DatapointsToAlarm}: expected 1 to EvaluationPeriods, which is ${EvaluationPeriods}.`,
    );
  }
}

const invalidValue = (message: string) => new Refusal('InvalidParameterValueException', message);

/** The tags as the core keeps them. */
export function tagsFrom(given: readonly AlarmTagInput[] = []): Tag[] {
  const tags = given.map(({ Key, Value }) => ({ key: Key, value: Value }));
  checkTags(tags);
  return tags;
}

export const checkTags = (tags: readonly Tag[]): void => validateTags(tags, invalidValue);
