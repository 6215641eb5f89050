const FIRST_CAPITAL = /(.)([A-Z][a-z]+)/g;
const END_CAPITAL = /([a-z0-9])([A-Z])/g;
/** A plural acronym at the end, as in `listTaskARNs`, stays one word. */
const PLURAL_ACRONYM = /[A-Z]{2,}s$/;

/**
 * The command line's name for an operation or a member of the API: `enableECSManagedTags` is
 * `enable-ecs-managed-tags`. The rule is that of botocore, which the AWS CLI uses.
 */
export function commandLineName(apiName: string): string {
  const acronym = PLURAL_ACRONYM.exec(apiName);
  const spread =
    acronym === null
      ? apiName
      : `${apiName.slice(0, acronym.index)}-${acronym[0].toLowerCase()}`.replace(/^-/, '');
  return spread.replace(FIRST_CAPITAL, '$1-$2').replace(END_CAPITAL, '$1-$2').toLowerCase();
}
