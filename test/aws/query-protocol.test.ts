import type { StaticOperationSchema, StaticStructureSchema } from '@smithy/types';
import { expect, test } from 'vitest';
import { AwsError } from '../../src/aws/aws-error.ts';
import { queryProtocol } from '../../src/aws/protocols/query.ts';
import { readerCompiler } from '../../src/aws/schema/reader.ts';

const STRING = 0;
const NUMBER = 1;
const BOOLEAN = 2;
const TIME = 4;
const LIST_OF = 64;
const MAP_OF = 128;

const filter: StaticStructureSchema = [
  3,
  'test',
  'Filter',
  0,
  ['Name', 'Values'],
  [STRING, [LIST_OF | STRING, { xmlName: 'Value' }]],
  1,
];
const describeCats: StaticOperationSchema = [
  9,
  'test',
  'DescribeCats',
  0,
  () => [
    3,
    'test',
    'DescribeCatsRequest',
    0,
    ['Filters', 'MaxResults', 'DryRun', 'Names', 'Since', 'Labels'],
    [
      [
        () => [1, 'test', 'FilterList', 0, [() => filter, { xmlName: 'Filter' }]],
        { ec2QueryName: 'Filter' },
      ],
      NUMBER,
      BOOLEAN,
      LIST_OF | STRING,
      TIME,
      MAP_OF | STRING,
    ],
  ],
  () => [
    3,
    'test',
    'DescribeCatsResult',
    0,
    ['Cats', 'NextToken'],
    [() => [1, 'test', 'CatList', 0, [() => cat, { xmlName: 'item' }]], STRING],
  ],
];
const cat: StaticStructureSchema = [
  3,
  'test',
  'Cat',
  0,
  ['Name', 'Age', 'Born'],
  [STRING, NUMBER, TIME],
];

const query = queryProtocol({ flavour: 'query', xmlNamespace: 'https://cats.test/doc/' });
const ec2 = queryProtocol({ flavour: 'ec2', xmlNamespace: 'https://ec2.test/doc/' });
const read = readerCompiler({ enums: {}, fractions: new Set() })(describeCats[4]);

const form = (body: string) => ({
  method: 'POST',
  url: '/',
  headers: {},
  body: Buffer.from(body),
});

test('parameters become lists, numbers, booleans, times and maps', () => {
  const parameters = [
    'Action=DescribeCats',
    'Names.member.2=tom',
    'Names.member.1=felix',
    'MaxResults=7',
    'DryRun=true',
    'Since=2026-01-02T03:04:05Z',
    'Labels.entry.1.key=a%2Fb',
    'Labels.entry.1.value=c+d',
  ];
  expect(read(query.parse(describeCats, form(parameters.join('&'))))).toEqual({
    Names: ['felix', 'tom'],
    MaxResults: 7,
    DryRun: true,
    Since: new Date('2026-01-02T03:04:05Z'),
    Labels: { 'a/b': 'c d' },
  });
});

test('EC2 numbers its lists without `member`', () => {
  const parameters =
    'Filter.1.Name=colour&Filter.1.Value.1=black&Filter.1.Value.2=white&Names.10=k&Names.9=j';
  expect(read(ec2.parse(describeCats, form(parameters)))).toEqual({
    Filters: [{ Name: 'colour', Values: ['black', 'white'] }],
    Names: ['j', 'k'],
  });
});

test('what is not a number stays as it is, for the reader to refuse', () => {
  const raw = query.parse(describeCats, form('MaxResults=seven'));
  expect(() => read(raw)).toThrow('expected an integer, found a string');
});

const output = {
  Cats: [{ Name: 'Tom & <Jerry>', Age: 3, Born: new Date(0) }, { Name: 'Felix' }],
  NextToken: undefined,
};

test('a Query answer wraps its result and names the request', () => {
  const { body, headers } = query.write(describeCats, output, 'r-1');
  expect(headers['content-type']).toBe('text/xml');
  expect(body).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      '<DescribeCatsResponse xmlns="https://cats.test/doc/"><DescribeCatsResult><Cats>' +
      '<item><Name>Tom &amp; &lt;Jerry&gt;</Name><Age>3</Age><Born>1970-01-01T00:00:00Z</Born></item>' +
      '<item><Name>Felix</Name></item></Cats></DescribeCatsResult>' +
      '<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></DescribeCatsResponse>',
  );
});

test('an EC2 answer holds its members beside the request id', () => {
  const { body } = ec2.write(describeCats, { NextToken: 'n' }, 'r-2');
  expect(body).toContain(
    '<DescribeCatsResponse xmlns="https://ec2.test/doc/"><requestId>r-2</requestId><NextToken>n</NextToken></DescribeCatsResponse>',
  );
});

test('errors have the form of their protocol', () => {
  const error = new AwsError('InvalidCat', 'No such cat.');
  expect(query.writeError(error, 'r-3')).toMatchObject({
    status: 400,
    body: expect.stringContaining(
      '<Error><Type>Sender</Type><Code>InvalidCat</Code><Message>No such cat.</Message></Error><RequestId>r-3</RequestId>',
    ),
  });
  expect(ec2.writeError(error, 'r-4').body).toContain(
    '<Errors><Error><Code>InvalidCat</Code><Message>No such cat.</Message></Error></Errors><RequestID>r-4</RequestID>',
  );
});
