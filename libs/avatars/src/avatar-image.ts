import { invalidField } from '@rollcall/kernel';
import { fileTypeFromBuffer } from 'file-type';
import pLimit from 'p-limit';
import sharp from 'sharp';

/** The types of images that are taken, by their media type. */
const TAKEN: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** In pixels. Stored avatars are at most this wide and high. */
const MAX_SIDE = 512;

/** An image of 5,000 by 5,000 pixels takes about 200 MB while it is decoded and shrunk. */
const MAX_PIXELS = 25_000_000;
const MAX_SECONDS = 10;

/** How many images a process decodes at a time; others wait. */
const AT_A_TIME = 2;

// Of all that libvips reads, these decoders alone ever see a byte.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadWebpBuffer',
  ],
});
sharp.cache(false);
sharp.concurrency(1);

const decoding = pLimit(AT_A_TIME);

/**
 * Makes an avatar of an image: WebP, at most 512 by 512 pixels, upright, without metadata; of an animation the first picture. What
 * is no part of the picture, such as a script behind it, is not in the avatar.
 * @param file gives the bytes of the image once it is its turn
 * @throws DomainError `invalid_input` naming the field when it is no PNG, JPEG, GIF or WebP, is damaged or cut off, or has more than
 *   25 million pixels
 */
export async function avatarOf(file: () => Promise<Uint8Array>, field: string): Promise<Uint8Array> {
  return decoding(async () => {
    const bytes = await file();
    const type = await fileTypeFromBuffer(bytes);
    if (!type || !TAKEN.has(type.mime))
      throw invalidField(
        field,
        `${field} must be a PNG, JPEG, GIF or WebP image; save it as one of these and send it again`,
      );
    return shrink(bytes, field);
  });
}

async function shrink(bytes: Uint8Array, field: string): Promise<Uint8Array> {
  try {
    return await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true })
      .timeout({ seconds: MAX_SECONDS })
      .autoOrient()
      .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: 'inside', withoutEnlargement: true })
      .webp()
      .toBuffer();
  } catch (error) {
    throw error instanceof Error && error.message.includes('pixel limit')
      ? invalidField(field, `${field} has more than 25 million pixels; send a smaller image`)
      : invalidField(
          field,
          `${field} is damaged or cut off and cannot be read as an image; save it anew and send it again`,
        );
  }
}
