import { quote } from './quote.ts';

/**
 * Bash code by which the variables of a lab's steps outlive their shell, and are the same in the
 * lab's terminal. Both shells keep them in one file, as commands that set them again; its last line
 * is a `cd` to where the steps are. Who writes last is right. A shell's own variables, those that it
 * has when this is run, are not shared.
 *
 * Defines `__lab_declare`, which prints the commands, `__lab_keep "$commands" "$folder"`, which
 * writes the file, and `__lab_changed`, which tells whether the other shell has written it since.
 *
 * @param who tells the two shells apart.
 */
export const sharedVariables = (stateFile: string, who: 'steps' | 'terminal'): string[] => {
  const state = quote(stateFile);
  const fresh = quote(`${stateFile}.${who}-new`);
  const seen = quote(`${stateFile}.${who}-seen`);
  const own = '__lab*|FUNCNAME|BASH*|LINENO|PIPESTATUS|COLUMNS|LINES|OLDPWD|_';
  return [
    // This shell has seen nothing yet.
    `rm -f ${seen}`,
    '__lab_before=" $(compgen -v | tr "\\n" " ") "',
    `__lab_declare() { for __lab_name in $(compgen -v); do case $__lab_name in ${own}) ;; *) case $__lab_before in *" $__lab_name "*) ;; *) declare -p "$__lab_name" ;; esac ;; esac; done; }`,
    // By another name first: the other shell must not read half of it.
    `__lab_keep() { printf '%s\\ncd %q\\n' "$1" "$2" > ${fresh} && mv -f ${fresh} ${state} && : > ${seen}; }`,
    `__lab_changed() { [ ${state} -nt ${seen} ] && : > ${seen}; }`,
  ];
};
