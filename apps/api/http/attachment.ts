/**
 * That something is to be saved, and under which name (RFC 6266).
 *
 * @param plain in ASCII, for programs that know no other letters
 * @param called what its reader calls it
 */
export const attachment = (plain: string, called = plain): string =>
  `attachment; filename="${plain}"${called === plain ? '' : `; filename*=UTF-8''${escaped(called)}`}`;

/** RFC 5987, which leaves fewer signs as they are than an address does. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/['()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
