import type { Question } from '../evidence.ts';
import type { SurveyAnswer } from './answer.ts';
import { ECS_ANSWERS } from './answer-ecs.ts';
import { ELBV2_ANSWERS } from './answer-elbv2.ts';
import { CLOUDWATCH_ANSWERS, EC2_ANSWERS, IAM_ANSWERS, LOGS_ANSWERS } from './answer-others.ts';
import type { Survey } from './survey.ts';

const ANSWERS: Readonly<Record<string, Readonly<Record<string, SurveyAnswer>>>> = {
  ECS: ECS_ANSWERS,
  ElasticLoadBalancingV2: ELBV2_ANSWERS,
  EC2: EC2_ANSWERS,
  CloudWatchLogs: LOGS_ANSWERS,
  CloudWatch: CLOUDWATCH_ANSWERS,
  IAM: IAM_ANSWERS,
};

/**
 * What AWS would have answered, from what there was; undefined: the survey does not tell exactly.
 * Throws the SDK's exception where AWS would have refused.
 */
export const answerFromSurvey = (
  survey: Survey,
  { service, operation, input }: Question,
): object | undefined => structuredClone(ANSWERS[service]?.[operation]?.(survey, input));
