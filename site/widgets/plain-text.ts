/** They turn, join or hide what stands beside them, and a reader sees nothing of it. */
const unseen = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** The same text, with characters that would deceive a reader named: "⟨U+202E⟩". */
export const plainText = (text: string): string =>
  text.replace(
    unseen,
    (character) => `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
