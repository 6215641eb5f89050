import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { CheckContext } from '../check.ts';
import { differences, inWords, type Wanted } from '../differences.ts';
import { eventually, type Patience } from '../eventually.ts';
import { Unmet } from '../unmet.ts';

/** The CloudWatch alarm of that name, as wanted. Symptoms: `missing`, `differs`. */
export const expectAlarm = (
  context: CheckContext,
  name: string,
  wanted: Wanted<MetricAlarm> = {},
  patience: Patience = {},
): Promise<MetricAlarm> =>
  eventually(patience, context, async () => {
    const { cloudwatch, signal } = context;
    const { DescribeAlarmsCommand } = await import('@aws-sdk/client-cloudwatch');
    const client = await cloudwatch();
    const command = new DescribeAlarmsCommand({ AlarmNames: [name] });
    const [alarm] = (await client.send(command, { abortSignal: signal })).MetricAlarms ?? [];
    if (alarm === undefined)
      throw new Unmet({ expected: `an alarm ${name}`, observed: 'none', symptom: 'missing' });
    const found = differences(wanted, alarm);
    if (found.length === 0) return alarm;
    throw new Unmet({
      expected: `the alarm ${name} with ${inWords(found, 'expected')}`,
      observed: inWords(found, 'observed'),
      members: found.map(({ member }) => member),
    });
  });
