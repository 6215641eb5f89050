import { XMLParser } from 'fast-xml-parser';
import type { AwsFront } from '../../src/aws/front.ts';

export interface Caller {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly host?: string | undefined;
}

export type Parameters = Readonly<Record<string, string | number | boolean>>;

/** A Query request straight to a front; parameters as on the wire. `item`: what lists consist of. */
export async function callQuery(
  front: AwsFront,
  { signingName, version, item }: { signingName: string; version: string; item: string },
  action: string,
  parameters: Parameters,
  { account = '111122223333', region = 'us-east-1', host = 'localhost:4566' }: Caller,
) {
  const body = new URLSearchParams({ Action: action, Version: version });
  for (const [name, value] of Object.entries(parameters)) body.append(name, String(value));
  const credential = `Credential=${account}/20260101/${region}/${signingName}/aws4_request`;
  const { status, body: answer } = await front.answer({
    method: 'POST',
    url: '/',
    headers: {
      host,
      authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`,
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    },
    body: Buffer.from(body.toString()),
  });
  const xml = answer.toString();
  const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === item });
  return { status, xml, parsed: parser.parse(xml) };
}

/** What a client reads of an error. */
export const errorIn = (
  error: { readonly Code: unknown; readonly Message: unknown } | undefined,
): { code: string; message: string } | undefined =>
  error && { code: String(error.Code), message: String(error.Message) };
