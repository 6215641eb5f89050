/** Shell code around the steps. Names begin with __lab so that no step meets them by chance. */

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Run once. One stream for both outputs keeps their order; a Ctrl-C ends the step, not the shell. */
export const prologue = (stateFile: string, isBash: boolean): string => {
  const common = ['exec 2>&1', 'trap : INT'];
  if (!isBash) return common.join('\n');
  const state = quote(stateFile);
  return [
    ...common,
    // Variables of the steps outlive this shell, so that a lab can be taken up again later.
    '__lab_before=" $(compgen -v | tr "\\n" " ") "',
    `__lab_save() { { for __lab_name in $(compgen -v); do case $__lab_name in __lab*|FUNCNAME|BASH*|LINENO|PIPESTATUS|_) ;; *) case $__lab_before in *" $__lab_name "*) ;; *) declare -p "$__lab_name" ;; esac ;; esac; done; printf 'cd %q\\n' "$PWD"; } > ${state}; }`,
    `if [ -f ${state} ]; then . ${state} > /dev/null 2>&1; fi`,
  ].join('\n');
};

/**
 * Runs the file in this shell, so that what it sets stays. With bash a step ends at the first
 * command that fails, and with any shell at a Ctrl-C.
 */
export const runFile = (file: string, mark: (code: string) => string, isBash: boolean): string =>
  [
    ...(isBash ? ["trap '__lab_code=$?; trap - ERR; return $__lab_code' ERR"] : []),
    // The interrupted command may have ended the file already: nothing to return from then.
    `trap '${isBash ? 'trap - ERR; ' : ''}return 130 2> /dev/null' INT`,
    `. ${quote(file)} < /dev/null`,
    ['__lab_code=$?', 'trap : INT', ...(isBash ? ['trap - ERR', '__lab_save'] : [])].join('; '),
    mark('$__lab_code'),
    '',
  ].join('\n');
