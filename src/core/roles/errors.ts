import { Refusal } from '../errors.ts';

/** Refusals in IAM's words. */
export const noSuchEntity = (message: string) => new Refusal('NoSuchEntityException', message);
export const entityAlreadyExists = (message: string) =>
  new Refusal('EntityAlreadyExistsException', message);
export const deleteConflict = (message: string) => new Refusal('DeleteConflictException', message);
export const limitExceeded = (message: string) => new Refusal('LimitExceededException', message);
export const malformedPolicy = (message: string) =>
  new Refusal('MalformedPolicyDocumentException', message);
export const invalidInput = (message: string) => new Refusal('InvalidInputException', message);
export const validationError = (message: string) => new Refusal('ValidationError', message);
