import type { TargetGroup, TargetGroupHealthCheck } from '../../model/index.ts';
import type { HealthCheckInput } from '../commands.ts';
import { checkPort, checkRange, notHere, validationError } from './errors.ts';

type Protocol = TargetGroup['protocol'];

/**
 * The health check of a target group of that protocol: what is given, else what was before, else
 * AWS's default.
 */
export function healthCheckFrom(
  groupProtocol: Protocol,
  input: HealthCheckInput,
  before?: TargetGroupHealthCheck,
): TargetGroupHealthCheck {
  const protocol = protocolFrom(groupProtocol, input, before);
  checkRange('healthCheckIntervalSeconds', input.HealthCheckIntervalSeconds, 5, 300);
  checkRange('healthCheckTimeoutSeconds', input.HealthCheckTimeoutSeconds, 2, 120);
  checkRange('healthyThresholdCount', input.HealthyThresholdCount, 2, 10);
  checkRange('unhealthyThresholdCount', input.UnhealthyThresholdCount, 2, 10);
  if (input.HealthCheckEnabled === false) {
    throw validationError(
      "Health checks are always enabled for target groups with target type 'instance' or 'ip'",
    );
  }
  const healthCheck: TargetGroupHealthCheck = {
    enabled: true,
    protocol,
    port: portFrom(input.HealthCheckPort) ?? before?.port ?? 'traffic-port',
    intervalSeconds: input.HealthCheckIntervalSeconds ?? before?.intervalSeconds ?? 30,
    timeoutSeconds:
      input.HealthCheckTimeoutSeconds ??
      before?.timeoutSeconds ??
      defaultTimeout(groupProtocol, protocol),
    healthyThreshold: input.HealthyThresholdCount ?? before?.healthyThreshold ?? 5,
    unhealthyThreshold: input.UnhealthyThresholdCount ?? before?.unhealthyThreshold ?? 2,
    ...(protocol === 'HTTP' ? answersFrom(groupProtocol, input, before) : noAnswers(input)),
  };
  if (healthCheck.intervalSeconds <= healthCheck.timeoutSeconds)
    throw validationError('Health check interval must be greater than the timeout.');
  return healthCheck;
}

/** AWS: 5 for HTTP groups; 10 for TCP ones, 6 when these are checked by HTTP. */
const defaultTimeout = (group: Protocol, check: Protocol): number =>
  group === 'HTTP' ? 5 : check === 'HTTP' ? 6 : 10;

function protocolFrom(
  group: Protocol,
  { HealthCheckProtocol: given }: HealthCheckInput,
  before: TargetGroupHealthCheck | undefined,
): Protocol {
  switch (given) {
    case undefined:
      return before?.protocol ?? group;
    case 'HTTP':
      return 'HTTP';
    case 'TCP':
      if (group === 'TCP') return 'TCP';
      break;
    case 'HTTPS':
      throw notHere('Health checks by HTTPS are', 'Use HTTP.');
  }
  throw validationError(
    `Health check protocol '${given}' is not supported for target groups with the ${group} protocol. Expected ${group === 'HTTP' ? 'HTTP' : 'TCP or HTTP'}.`,
  );
}

function portFrom(given: string | undefined): string | undefined {
  if (given === undefined || given === 'traffic-port') return given;
  if (!/^\d{1,9}$/.test(given)) {
    throw validationError(
      `Health check port '${given.slice(0, 100)}' must be 'traffic-port' or a number from 1 to 65535`,
    );
  }
  checkPort('healthCheckPort', Number(given));
  return String(Number(given));
}

/** What is asked for, and which answers are good. */
function answersFrom(
  group: Protocol,
  { HealthCheckPath, Matcher }: HealthCheckInput,
  before: TargetGroupHealthCheck | undefined,
): Pick<TargetGroupHealthCheck, 'path' | 'matcher'> {
  const path = HealthCheckPath ?? before?.path ?? '/';
  if (!/^\/[!-~]{0,1023}$/.test(path)) {
    throw validationError(
      `Health check path '${path.slice(0, 100)}' must begin with a '/' character, and have at most 1024 printable ASCII characters without spaces`,
    );
  }
  const [matcher, most] = group === 'HTTP' ? ['200', 499] : ['200-399', 599];
  return { path, matcher: matcherFrom(Matcher?.HttpCode ?? before?.matcher ?? matcher, most) };
}

function matcherFrom(given: string, most: number): string {
  const ranges = given.split(',').map((one) => /^(\d{3})(?:-(\d{3}))?$/.exec(one.trim()));
  const good = ranges.every((range) => {
    const [, first, last = first] = range ?? [];
    return Number(first) >= 200 && Number(last) >= Number(first) && Number(last) <= most;
  });
  if (good) return given.replaceAll(' ', '');
  throw validationError(
    `Health check matcher HTTP code '${given.slice(0, 100)}' must be within '200-${most}' inclusive: one code, several (200,202) or a range (200-299)`,
  );
}

function noAnswers({ HealthCheckPath, Matcher }: HealthCheckInput): Record<never, never> {
  if (HealthCheckPath === undefined && Matcher?.HttpCode === undefined) return {};
  throw validationError(
    'A health check path and a matcher cannot be specified for TCP health checks',
  );
}
