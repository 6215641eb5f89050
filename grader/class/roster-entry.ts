/** One student of a class, as the roster has it. */
export interface RosterEntry {
  /** Unique in the class; what the school calls the student. */
  readonly id: string;
  /** For people; default: the id. */
  readonly name: string;
  readonly email?: string | undefined;
  /** Where the work is: 12 digits on a runtime … */
  readonly account?: string | undefined;
  /** … or on AWS a role to assume (its ARN), with the external id that it asks for, … */
  readonly role?: string | undefined;
  readonly externalId?: string | undefined;
  /** … or a profile of the AWS configuration … */
  readonly profile?: string | undefined;
  /** … or a folder or archive in the folder of submissions; default: named as the id. */
  readonly submission?: string | undefined;
  readonly region?: string | undefined;
  /** When it was handed in, ISO 8601; undefined: in time. */
  readonly submittedAt?: string | undefined;
  /** Columns of the roster that mean nothing to us, by their heading: grade books want them back. */
  readonly columns: Readonly<Record<string, string>>;
}
