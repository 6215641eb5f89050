import type { AwsFront } from '../../../src/aws/front.ts';
import { type Caller, callQuery, errorIn, type Parameters } from '../call-query.ts';

const ELBV2 = { signingName: 'elasticloadbalancing', version: '2015-12-01', item: 'member' };

/** A Query request straight to a front; parameters as on the wire (`Subnets.member.1`). */
export async function callElbv2(
  front: AwsFront,
  action: string,
  parameters: Parameters = {},
  caller: Caller = {},
) {
  const { status, xml, parsed } = await callQuery(front, ELBV2, action, parameters, caller);
  return {
    status,
    xml,
    result: parsed[`${action}Response`]?.[`${action}Result`],
    error: errorIn(parsed.ErrorResponse?.Error),
  };
}
