// A photo of a phone has up to 12 MB, and villages have slow networks: what is larger than its
// purpose is made smaller. The original is evidence of time and place by its metadata, which this
// keeps when the file is small enough to be sent as it is.

const bytes_as_is = 3 * 1024 * 1024;
const side_max = 2560;
const quality = 0.85;

export async function smaller(file: File): Promise<Blob> {
  if (!file.type.startsWith('image/') || file.size <= bytes_as_is) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, side_max / Math.max(picture.width, picture.height));
    const canvas = new OffscreenCanvas(
      Math.round(picture.width * scale),
      Math.round(picture.height * scale),
    );
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: 'image/jpeg', quality });
  } catch {
    return file; // the service says what is wrong with it
  }
}
