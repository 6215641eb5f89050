import type { AwsFront } from '../../../src/aws/front.ts';
import { type Caller, callQuery, errorIn, type Parameters } from '../call-query.ts';

const EC2 = { signingName: 'ec2', version: '2016-11-15', item: 'item' };

/** An EC2 Query request straight to a front; parameters as on the wire (`Filter.1.Name`). */
export async function callEc2(
  front: AwsFront,
  action: string,
  parameters: Parameters = {},
  caller: Caller = {},
) {
  const { status, xml, parsed } = await callQuery(front, EC2, action, parameters, caller);
  return {
    status,
    xml,
    result: parsed[`${action}Response`],
    error: errorIn(parsed.Response?.Errors?.Error),
  };
}
