/** The scripts in user data, as cloud-init finds them: all of it, or parts of a MIME message. */
export const scriptsIn = (userData: string): string[] => {
  const text = userData.replaceAll('\r\n', '\n').trimStart();
  if (text.startsWith('#!')) return [text];
  const [, boundary] = /^content-type:\s*multipart\/.*?boundary="?([^"\n;]+)"?/ims.exec(text) ?? [];
  if (boundary === undefined || !/^(?:mime-version|content-type):/i.test(text)) return [];
  return text.split(`\n--${boundary.trim()}`).flatMap((part) => {
    const [head = '', ...body] = part.trimStart().split(/\n[ \t]*\n/);
    return /content-type:\s*text\/(?:x-shellscript|cloud-boothook)/i.test(head)
      ? [body.join('\n\n').trimStart()]
      : [];
  });
};
