import type { Runtime } from '../../server/runtime.ts';

/** What `npm start` prints when everything answers. */
export const welcome = ({ url, port, token, controlPlane, engine }: Runtime): string => {
  const { timeScale } = controlPlane;
  const { description, unfiltered } = controlPlane.engine;
  return [
    '',
    `ECS Workbook  ${url}/#token=${token}`,
    `Engine        ${engine.name}: ${description}`,
    `              (${engine.reason})`,
    ...(timeScale === 1 ? [] : [`Time          runs ${timeScale} times as fast as on AWS`]),
    ...(unfiltered === undefined
      ? []
      : [`Network       security groups do not filter here. ${unfiltered}`]),
    '',
    'In another terminal, point the AWS CLI at it:',
    '',
    `  export AWS_ENDPOINT_URL=http://localhost:${port} AWS_ACCESS_KEY_ID=000000000000 AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1`,
    '  aws ecs list-clusters        (without the AWS CLI: npx aws ecs list-clusters)',
    '',
    'or go through the labs there: npm run lab',
    '',
    'Ctrl-C stops it.',
  ].join('\n');
};
