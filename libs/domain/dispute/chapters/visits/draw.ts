import { bitsOf, shareOf } from '../../../share.js';

/**
 * Whether what somebody records is drawn for a spot check. It hangs on the HMAC of the command's body and of the case that it
 * is sent to, by a key that only the API's door and the record have: nobody can know it before, whoever replays the
 * command comes to the same, and trying other bodies tells nothing, since the first that is taken is final.
 *
 * @param of what is drawn, so that one HMAC does not draw all or nothing
 * @param share of all that are recorded, between 0 and 1
 */
export function isDrawn(bodyHmac: string, of: string, share: number): boolean {
  return fraction(`${bodyHmac} ${of}`) < share;
}

/** A number from 0 up to 1, in 2³² steps, even where its texts are alike: their bits, mixed once more. */
function fraction(text: string): number {
  let hash = bitsOf(text);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return shareOf(hash ^ (hash >>> 16));
}
