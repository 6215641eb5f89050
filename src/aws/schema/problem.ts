/**
 * Why a value does not fit its schema, and where. `kind` decides the error type that AWS answers:
 * a wrong JSON type fails to deserialize, the others fail validation.
 */
export class ShapeProblem extends Error {
  override readonly name = 'ShapeProblem';
  /** From the outside in: member names, map keys and list indexes. */
  readonly path: (string | number)[] = [];

  constructor(
    readonly kind: 'WrongType' | 'Missing' | 'NotInEnum' | 'Unsupported',
    readonly detail: string,
  ) {
    super(detail);
  }

  /** `containerDefinitions[0].portMappings[1].containerPort` */
  get location(): string {
    return this.path
      .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
      .join('')
      .replace(/^\./, '');
  }

  get description(): string {
    return this.location === '' ? this.detail : `${this.location}: ${this.detail}`;
  }
}

/** "a string", "a list" …: what a JSON value is, for people. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'a string';
    case 'number':
      return Number.isInteger(value) ? 'an integer' : 'a fraction';
    case 'boolean':
      return 'a boolean';
    default:
      return 'an object';
  }
}

export const wrongType = (expected: string, found: unknown) =>
  new ShapeProblem('WrongType', `expected ${expected}, found ${kindOf(found)}`);
