import type { LoadBalancer, TargetGroup } from '../../model/index.ts';
import type { AttributesInput } from '../commands.ts';
import { invalidConfiguration, notHere, validationError } from './errors.ts';

/** One attribute: what it is when nothing is said, and what it may be. */
interface Attribute {
  readonly initial: string;
  readonly isValid: (value: string) => boolean;
  /** Ends a sentence that begins with "Expected". */
  readonly expected: string;
  /** AWS knows other values, which this runtime does not act upon. */
  readonly fixed?: boolean;
}

type Attributes = Readonly<Record<string, Attribute>>;

const oneOf = (initial: string, ...others: string[]): Attribute => {
  const values = [initial, ...others];
  return { initial, isValid: (value) => values.includes(value), expected: values.join(' or ') };
};
const flag = (initial: 'true' | 'false') => oneOf(initial, initial === 'true' ? 'false' : 'true');
const only = (initial: string): Attribute => ({ ...oneOf(initial), fixed: true });
const seconds = (initial: number, least: number, most: number): Attribute => ({
  initial: String(initial),
  isValid: (value) =>
    value === String(initial) ||
    (/^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most),
  expected: `${least} to ${most}`,
});

const WEEK = 604_800;
const DAY = 86_400;

const ofLoadBalancers: Readonly<Record<LoadBalancer['type'], Attributes>> = {
  application: {
    'access_logs.s3.enabled': only('false'),
    'access_logs.s3.bucket': only(''),
    'access_logs.s3.prefix': only(''),
    'idle_timeout.timeout_seconds': seconds(60, 1, 4000),
    'deletion_protection.enabled': flag('false'),
    // Without HTTPS there is no HTTP/2, no TLS and no firewall: either value comes to the same.
    'routing.http2.enabled': flag('true'),
    'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': flag('false'),
    'waf.fail_open.enabled': flag('false'),
    'zonal_shift.config.enabled': flag('false'),
    'routing.http.drop_invalid_header_fields.enabled': only('false'),
    'routing.http.xff_client_port.enabled': only('false'),
    'routing.http.preserve_host_header.enabled': only('false'),
    'routing.http.xff_header_processing.mode': only('append'),
    'routing.http.desync_mitigation_mode': only('defensive'),
    'client_keep_alive.seconds': only('3600'),
    // AWS: always true of application load balancers.
    'load_balancing.cross_zone.enabled': only('true'),
    'connection_logs.s3.enabled': only('false'),
    'connection_logs.s3.bucket': only(''),
    'connection_logs.s3.prefix': only(''),
    'health_check_logs.s3.enabled': only('false'),
    'health_check_logs.s3.bucket': only(''),
    'health_check_logs.s3.prefix': only(''),
  },
  network: {
    'access_logs.s3.enabled': only('false'),
    'access_logs.s3.bucket': only(''),
    'access_logs.s3.prefix': only(''),
    'deletion_protection.enabled': flag('false'),
    'load_balancing.cross_zone.enabled': flag('false'),
    'zonal_shift.config.enabled': flag('false'),
    'dns_record.client_routing_policy': oneOf(
      'any_availability_zone',
      'availability_zone_affinity',
      'partial_availability_zone_affinity',
    ),
    'secondary_ips.auto_assigned.per_subnet': only('0'),
  },
};

const ofAllGroups: Attributes = {
  'deregistration_delay.timeout_seconds': seconds(300, 0, 3600),
  'stickiness.enabled': flag('false'),
  'load_balancing.cross_zone.enabled': oneOf('use_load_balancer_configuration', 'true', 'false'),
  'target_group_health.dns_failover.minimum_healthy_targets.count': only('1'),
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': only('off'),
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': only('1'),
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': only('off'),
};

const ofGroups: Readonly<Record<TargetGroup['protocol'], Attributes>> = {
  HTTP: {
    ...ofAllGroups,
    'stickiness.type': oneOf('lb_cookie', 'app_cookie'),
    'stickiness.lb_cookie.duration_seconds': seconds(DAY, 1, WEEK),
    'stickiness.app_cookie.duration_seconds': seconds(DAY, 1, WEEK),
    'stickiness.app_cookie.cookie_name': {
      initial: '',
      isValid: (value) =>
        /^[!#$%&'*+.^_`|~0-9A-Za-z-]{0,256}$/.test(value) && !/^AWSALB/.test(value),
      expected: 'the name of a cookie that does not begin with AWSALB',
    },
    'slow_start.duration_seconds': { ...seconds(0, 30, 900), expected: '0 or 30 to 900' },
    'load_balancing.algorithm.type': {
      ...oneOf('round_robin', 'least_outstanding_requests'),
      fixed: true,
    },
    'load_balancing.algorithm.anomaly_mitigation': only('off'),
  },
  TCP: {
    ...ofAllGroups,
    'stickiness.type': oneOf('source_ip'),
    'deregistration_delay.connection_termination.enabled': only('false'),
    'preserve_client_ip.enabled': only('false'),
    'proxy_protocol_v2.enabled': only('false'),
    'target_health_state.unhealthy.connection_termination.enabled': only('true'),
    'target_health_state.unhealthy.draining_interval_seconds': only('0'),
  },
};

const ofListeners: Readonly<Record<LoadBalancer['type'], Attributes>> = {
  application: { 'routing.http.response.server.enabled': only('true') },
  network: { 'tcp.idle_timeout.seconds': seconds(350, 60, 6000) },
};

const initial = (attributes: Attributes): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes).map(([key, attribute]) => [key, attribute.initial]),
  );

export const initialLoadBalancerAttributes = (type: LoadBalancer['type']) =>
  initial(ofLoadBalancers[type]);
export const initialTargetGroupAttributes = (protocol: TargetGroup['protocol']) =>
  initial(ofGroups[protocol]);
export const initialListenerAttributes = (type: LoadBalancer['type']) => initial(ofListeners[type]);

type Values = Readonly<Record<string, string>>;

/** The values with what is given put in; throws ValidationError or OperationNotPermitted. */
function change(
  kind: string,
  attributes: Attributes,
  before: Values,
  { Attributes: given = [] }: AttributesInput,
): Values {
  const after = { ...before };
  for (const { Key: key = '', Value: value = '' } of given) {
    const attribute = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
    if (attribute === undefined) {
      throw validationError(
        `${kind} attribute key '${key.slice(0, 100)}' is not recognized. Expected one of: ${Object.keys(attributes).join(', ')}`,
      );
    }
    if (!attribute.isValid(value)) {
      const found = `'${value.slice(0, 100)}' for the ${kind.toLowerCase()} attribute '${key}'`;
      if (attribute.fixed === true) {
        const expected =
          attribute.expected === '' ? 'Leave it empty.' : `Use ${attribute.expected}.`;
        throw notHere(`The value ${found} is`, expected);
      }
      throw validationError(`The value ${found} is not valid. Expected ${attribute.expected}.`);
    }
    after[key] = value;
  }
  return after;
}

export const changeLoadBalancerAttributes = (
  { type, attributes }: LoadBalancer,
  input: AttributesInput,
): Values => change('Load balancer', ofLoadBalancers[type], attributes, input);

export const changeListenerAttributes = (
  type: LoadBalancer['type'],
  before: Values,
  input: AttributesInput,
): Values => change('Listener', ofListeners[type], before, input);

export function changeTargetGroupAttributes(
  { protocol, attributes }: TargetGroup,
  input: AttributesInput,
): Values {
  const type = input.Attributes?.find(({ Key }) => Key === 'stickiness.type')?.Value ?? '';
  if (
    /^(lb_cookie|app_cookie|source_ip)$/.test(type) &&
    !ofGroups[protocol]['stickiness.type']?.isValid(type)
  ) {
    throw invalidConfiguration(
      `Stickiness type '${type}' is not supported for target groups with the ${protocol} protocol`,
    );
  }
  const after = change('Target group', ofGroups[protocol], attributes, input);
  if (
    after['slow_start.duration_seconds'] !== '0' &&
    after['load_balancing.algorithm.type'] === 'least_outstanding_requests'
  ) {
    throw invalidConfiguration(
      'Slow start is not supported with the least_outstanding_requests algorithm. Set slow_start.duration_seconds to 0, or load_balancing.algorithm.type to round_robin.',
    );
  }
  if (
    after['stickiness.enabled'] === 'true' &&
    after['stickiness.type'] === 'app_cookie' &&
    after['stickiness.app_cookie.cookie_name'] === ''
  ) {
    throw invalidConfiguration(
      "Stickiness of type 'app_cookie' needs the name of the application's cookie: give stickiness.app_cookie.cookie_name.",
    );
  }
  return after;
}
