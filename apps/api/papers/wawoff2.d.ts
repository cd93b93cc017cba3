/** It ships no types. */
declare module 'wawoff2/decompress.js' {
  /** WOFF2 to TrueType or OpenType. */
  export default function decompress(data: Uint8Array): Promise<Uint8Array>;
}
