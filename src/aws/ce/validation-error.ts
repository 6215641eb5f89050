import { AwsError } from '../aws-error.ts';

export const validationError = (message: string) => new AwsError('ValidationException', message);
