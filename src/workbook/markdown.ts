import MarkdownIt from 'markdown-it';

/** Markdown with lines like ::check{id=cluster} in it, as tokens `directive`. */
export const markdown = () => {
  const md = new MarkdownIt({ html: false, linkify: false, typographer: false });
  md.block.ruler.before(
    'paragraph',
    'directive',
    (state, startLine, _endLine, silent) => {
      const start = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0);
      const line = state.src.slice(start, state.eMarks[startLine]).trimEnd();
      if (!line.startsWith('::') || (state.sCount[startLine] ?? 0) - state.blkIndent >= 4) {
        return false;
      }
      if (silent) return true;
      const token = state.push('directive', '', 0);
      token.content = line;
      token.map = [startLine, startLine + 1];
      state.line = startLine + 1;
      return true;
    },
    { alt: ['paragraph', 'reference', 'blockquote', 'list'] },
  );
  return md;
};
