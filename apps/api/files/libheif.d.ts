/** The little of libheif-js that is used here; its own types are those of its C. */
declare module 'libheif-js/wasm-bundle.js' {
  export interface Heif {
    handle: unknown;
    has_alpha_channel(): boolean;
    free(): void;
  }
  interface Channel {
    id: unknown;
    width: number;
    height: number;
    /** Bytes of a row. */
    stride: number;
    /** In the decoder's own memory. */
    data: Uint8Array;
  }
  const libheif: {
    HeifDecoder: new () => { decoder: unknown; decode(bytes: Uint8Array): Heif[] };
    heif_context_free(context: unknown): void;
    heif_image_release(image: unknown): void;
    heif_js_decode_image2(
      handle: unknown,
      space: unknown,
      chroma: unknown,
    ): Promise<{ image: unknown; channels?: Channel[] } | undefined>;
    heif_colorspace: Record<'heif_colorspace_RGB', unknown>;
    heif_chroma: Record<'heif_chroma_interleaved_RGB' | 'heif_chroma_interleaved_RGBA', unknown>;
    heif_channel: Record<'heif_channel_interleaved', unknown>;
  };
  export default libheif;
}
