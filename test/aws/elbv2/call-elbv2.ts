import { XMLParser } from 'fast-xml-parser';
import type { AwsFront } from '../../../src/aws/front.ts';

/** A Query request straight to a front; parameters as on the wire (`Subnets.member.1`). */
export async function callElbv2(
  front: AwsFront,
  action: string,
  parameters: Readonly<Record<string, string | number | boolean>> = {},
  { account = '111122223333', region = 'us-east-1', host = 'localhost:4566' } = {},
) {
  const body = new URLSearchParams({ Action: action, Version: '2015-12-01' });
  for (const [name, value] of Object.entries(parameters)) body.append(name, String(value));
  const credential = `Credential=${account}/20260101/${region}/elasticloadbalancing/aws4_request`;
  const { status, body: xml } = await front.answer({
    method: 'POST',
    url: '/',
    headers: {
      host,
      authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`,
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    },
    body: Buffer.from(body.toString()),
  });
  const parsed = new XMLParser({
    parseTagValue: false,
    isArray: (name) => name === 'member',
  }).parse(xml.toString());
  const error = parsed.ErrorResponse?.Error;
  return {
    status,
    xml: xml.toString(),
    result: parsed[`${action}Response`]?.[`${action}Result`],
    error: error && { code: String(error.Code), message: String(error.Message) },
  };
}
