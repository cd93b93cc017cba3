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
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, EDGE / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const drawn = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
    if (!drawn || drawn.size >= file.size) return file;
    return new File([drawn], file.name.replace(/\.\w+$/, '.jpg'), { type: drawn.type });
  } catch {
    return file;
  }
}
