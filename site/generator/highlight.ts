import { escapeHtml, Html } from './html.ts';

const shell =
  /(?<comment>(?<=^|\s)#.*$)|(?<string>"(?:\\.|[^"\\])*"|'[^']*')|(?<variable>\$\{[^}]*\}|\$\w+)|(?<option>(?<=\s)--?[A-Za-z][\w-]*)/gm;
const json =
  /(?<option>"(?:\\.|[^"\\])*"(?=\s*:))|(?<string>"(?:\\.|[^"\\])*")|(?<variable>\b(?:true|false|null|-?\d+(?:\.\d+)?)\b)/g;
const dockerfile =
  /(?<comment>^\s*#.*$)|(?<option>^\s*(?:FROM|RUN|CMD|COPY|ADD|ENV|EXPOSE|WORKDIR|ENTRYPOINT|USER|LABEL|ARG|HEALTHCHECK|VOLUME)\b)|(?<string>"(?:\\.|[^"\\])*")/gm;

const grammars: Record<string, RegExp> = {
  sh: shell,
  bash: shell,
  shell,
  console: shell,
  json,
  dockerfile,
};

/** Marks comments, strings, variables and options; enough to find one's way in a command. */
export const highlight = (code: string, language: string): Html => {
  const grammar = grammars[language.toLowerCase()];
  if (grammar === undefined) return new Html(escapeHtml(code));
  let out = '';
  let end = 0;
  for (const match of code.matchAll(grammar)) {
    const [kind] = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined) ?? [];
    out += `${escapeHtml(code.slice(end, match.index))}<span class="${kind}">${escapeHtml(match[0])}</span>`;
    end = match.index + match[0].length;
  }
  return new Html(out + escapeHtml(code.slice(end)));
};
