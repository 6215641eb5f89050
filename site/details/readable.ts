/** Characters of one line that are shown. */
const LONGEST = 4_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that are to be seen
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text from outside as something to read: what would steer a terminal or turn the direction of the
 * page is shown as a sign of its own, and a line without end is cut, with words.
 */
export const readable = (text: string, longest = LONGEST): string => {
  const shown = text.slice(0, longest).replace(CONTROLS, (sign) => {
    const code = sign.charCodeAt(0);
    if (code === 0x7f) return '␡';
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : '�';
  });
  const rest = text.length - longest;
  return rest <= 0 ? shown : `${shown} … (${rest.toLocaleString('en')} more characters)`;
};
