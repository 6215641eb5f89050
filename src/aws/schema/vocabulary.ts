/**
 * What the run-time schemas leave out. The SDK's schemas know strings and numbers; which strings
 * are enums and which numbers may have a fraction is only in its types and enum objects.
 */
export interface Vocabulary {
  /** Enum object of the SDK by `Structure.member` (of the list's or map's values, if it is one). */
  readonly enums: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** `Structure.member` of the numbers that are not integers. */
  readonly fractions: ReadonlySet<string>;
  /**
   * `Structure.member` of what AWS does and this runtime does not, with what to do instead: refused
   * unless it asks for nothing, so that nothing a client asks for is silently left out.
   */
  readonly unsupported?: Readonly<Record<string, string>>;
}
