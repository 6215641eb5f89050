import { quote } from '../../../workbook/shell/quote.ts';

/** Name of the variable that says whose shell it is. */
export const STUDENT_VARIABLE = 'ECS_WORKBOOK_STUDENT';

/**
 * The text of a program that has its work done by the process of the proof: it hands over its name,
 * folder, arguments and what the AWS CLI reads of the environment, all ended by NUL, and prints what
 * comes back, in frames (`server.ts`). Starting bash takes a hundredth of what starting Node.js
 * with the SDK does. What reads from this very process, as `file:///dev/stdin` does, is run by
 * `instead`.
 */
export const clientScript = (name: string, port: number, instead: readonly string[]): string =>
  `#!/bin/bash
case "$*" in *//dev/stdin* | *//dev/fd/*) exec ${instead.map(quote).join(' ')} "$@" ;; esac
exec {proof}<>/dev/tcp/127.0.0.1/${port} || exit 255
environment=()
for variable in \${!AWS_@} HOME; do environment+=("$variable=\${!variable-}"); done
printf '%s\\0' "$${STUDENT_VARIABLE}" ${quote(name)} "$PWD" "$#" "$@" \\
  "\${#environment[@]}" "\${environment[@]}" >&"$proof"
LC_ALL=C IFS=
while IFS=' ' read -r kind number <&"$proof"; do
  case $kind in
    1 | 2)
      read -r -N "$number" text <&"$proof"
      printf %s "$text" >&"$kind" || exit 1 ;;
    # Bash knows no NUL.
    1b | 2b) head -c "$number" <&"$proof" >&"\${kind%b}" ;;
    exit) exit "$number" ;;
  esac
done
exit 255
`;
