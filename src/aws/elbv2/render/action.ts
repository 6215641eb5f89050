import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ListenerAction } from '../../../core/model/index.ts';

export function renderAction(action: ListenerAction): Action {
  switch (action.type) {
    case 'forward': {
      const { targetGroups, stickinessDuration } = action;
      const [only, ...others] = targetGroups;
      return {
        Type: 'forward',
        TargetGroupArn: others.length === 0 ? only?.targetGroupArn : undefined,
        ForwardConfig: {
          TargetGroups: targetGroups.map(({ targetGroupArn, weight }) => ({
            TargetGroupArn: targetGroupArn,
            Weight: weight,
          })),
          TargetGroupStickinessConfig: {
            Enabled: stickinessDuration !== undefined,
            DurationSeconds: stickinessDuration,
          },
        },
      };
    }
    case 'redirect':
      return {
        Type: 'redirect',
        RedirectConfig: {
          Protocol: action.protocol,
          Port: action.port,
          Host: action.host,
          Path: action.path,
          Query: action.query,
          StatusCode: action.statusCode,
        },
      };
    case 'fixed-response':
      return {
        Type: 'fixed-response',
        FixedResponseConfig: {
          StatusCode: action.statusCode,
          ContentType: action.contentType,
          MessageBody: action.messageBody,
        },
      };
  }
}
