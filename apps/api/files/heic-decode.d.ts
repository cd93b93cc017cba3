/** The little of heic-decode that is used here; it ships no types. */
declare module 'heic-decode' {
  export default function decode(given: {
    buffer: Uint8Array;
  }): Promise<{ width: number; height: number; data: Uint8ClampedArray }>;
}
