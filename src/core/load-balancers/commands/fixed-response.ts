import type { ListenerAction } from '../../model/index.ts';
import type { ActionInput } from '../commands.ts';
import { validationError } from './errors.ts';

const CONTENT_TYPES = [
  'text/plain',
  'text/css',
  'text/html',
  'application/javascript',
  'application/json',
];
const LONGEST_BODY = 1024;

export function fixedResponse({ FixedResponseConfig: given }: ActionInput): ListenerAction {
  if (given === undefined) {
    throw validationError(
      "A 'FixedResponseConfig' must be specified with actions of type 'fixed-response'",
    );
  }
  const { StatusCode: statusCode = '', ContentType: contentType, MessageBody: messageBody } = given;
  if (!/^[245]\d\d$/.test(statusCode)) {
    throw validationError(
      `The fixed response status code '${statusCode.slice(0, 100)}' is not valid. Expected 2XX, 4XX or 5XX.`,
    );
  }
  if (contentType !== undefined && !CONTENT_TYPES.includes(contentType)) {
    throw validationError(
      `The fixed response content type '${contentType.slice(0, 100)}' must be one of '${CONTENT_TYPES.join(', ')}'`,
    );
  }
  if ((messageBody ?? '').length > LONGEST_BODY) {
    throw validationError(
      `The fixed response message body cannot be longer than '${LONGEST_BODY}' characters`,
    );
  }
  return { type: 'fixed-response', statusCode, contentType, messageBody };
}
