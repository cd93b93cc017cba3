/** The longer edge of a picture that is handed in: a wall and a face are still seen well. */
const EDGE = 1_600;
const QUALITY = 0.82;
/** What is smaller goes as it is. */
const SMALL_BYTES = 400_000;

/** What cameras make; a drawing or a screen keeps each of its points. */
const PHOTOS = ['image/jpeg', 'image/webp', 'image/heic', 'image/heif'];

/**
 * A photo of a telephone, small enough for a weak network and a small store; the place that a camera notes in it is gone.
 * What is no photo, or none that this browser can draw, is answered as it came.
 */
export async function shrunk(file: File): Promise<File> {
  if (!PHOTOS.includes(file.type) || file.size <= SMALL_BYTES) return file;
  try {
    const canvas = await drawn(file, EDGE);
    const smaller = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
    if (!smaller || smaller.size >= file.size) return file;
    return new File([smaller], file.name.replace(/\.\w+$/, '.jpg'), { type: smaller.type });
  } catch {
    return file;
  }
}

async function drawn(file: File, edge: number): Promise<HTMLCanvasElement> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas;
}

/** Twice as large as it is shown, for screens with fine points. */
const SMALL_EDGE = 128;

/** What is shown of a picture before anybody else has it, as `data:`; none of what this browser cannot draw. */
export async function smallOf(file: File): Promise<string | undefined> {
  if (!file.type.startsWith('image/')) return undefined;
  try {
    return (await drawn(file, SMALL_EDGE)).toDataURL('image/jpeg', QUALITY);
  } catch {
    return undefined;
  }
}
