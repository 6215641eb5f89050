import { nameOf } from '../../../core/arn.ts';
import type { Task } from '../../../core/model/index.ts';

/** A task's id is 32 hexadecimal digits: read as a UUID it names the attachment for good. */
export const attachmentIdOf = ({ taskArn }: Task): string =>
  nameOf(taskArn).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
