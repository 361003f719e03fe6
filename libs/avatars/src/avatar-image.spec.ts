import { deflateSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';

import { avatarOf } from './avatar-image.js';

const avatar = (bytes: Uint8Array) => avatarOf(() => Promise.resolve(bytes), 'files');
const image = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#00ff00' } });

/** A PNG of this size, of which the rows are the bytes that are given. */
function png(width: number, height: number, rows: Uint8Array): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const content = Buffer.concat([Buffer.from(type), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, sum]);
}

/** Of PNG, annex D. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

describe('an avatar', () => {
  it.each([
    ['PNG', image(1_000, 500).png()],
    ['JPEG', image(1_000, 500).jpeg()],
    ['GIF', image(1_000, 500).gif()],
    ['WebP', image(1_000, 500).webp()],
  ])('of a %s is a WebP image of at most 512 pixels', async (_, sent) => {
    const { format, width, height } = await sharp(await avatar(await sent.toBuffer())).metadata();
    expect({ format, width, height }).toEqual({ format: 'webp', width: 512, height: 256 });
  });

  it('is no larger than the image, stands upright and has no metadata', async () => {
    const sent = await image(40, 20)
      .withExif({ IFD0: { Copyright: 'Ada' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(await sharp(sent).metadata()).toMatchObject({ orientation: 6 });
    const { width, height, exif, icc, xmp, orientation } = await sharp(await avatar(sent)).metadata();
    expect({ width, height, exif, icc, xmp, orientation }).toEqual({ width: 20, height: 40 });
  });

  it('is the first picture of an animation', async () => {
    const frames = await sharp([await image(8, 8).png().toBuffer(), await image(8, 8).png().toBuffer()], {
      join: { animated: true },
    })
      .gif()
      .toBuffer();
    expect(await sharp(await avatar(frames)).metadata()).toMatchObject({ width: 8, height: 8 });
  });

  it('has nothing of what stands behind the picture, or in a comment of it', async () => {
    const script = '<script>alert(1)</script>';
    const sent = Buffer.concat([await image(8, 8).gif().toBuffer(), Buffer.from(script)]);
    expect(Buffer.from(await avatar(sent)).includes(script)).toBe(false);
  });

  it.each([
    ['nothing', ''],
    ['a text', 'hello'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>'],
    ['SVG behind a declaration', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['PDF', '%PDF-1.7\n'],
  ])('is not made of %s', async (_, text) => {
    await expect(avatar(Buffer.from(text))).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ field: 'files', message: expect.stringContaining('must be a PNG, JPEG, GIF or WebP image') }],
    });
  });

  it('is not made of TIFF or AVIF, which libvips would read', async () => {
    await expect(avatar(await image(8, 8).tiff().toBuffer())).rejects.toThrow('must be a PNG');
    await expect(avatar(await image(8, 8).avif().toBuffer())).rejects.toThrow('must be a PNG');
  });

  it.each([
    ['PNG', image(64, 64).png()],
    ['JPEG', image(64, 64).jpeg()],
    ['GIF', image(64, 64).gif()],
    ['WebP', image(64, 64).webp()],
  ])('is not made of a %s that is cut off', async (_, sent) => {
    const whole = await sent.toBuffer();
    await expect(avatar(whole.subarray(0, whole.length / 2))).rejects.toThrow('damaged or cut off');
  });

  it('is not made of an image with more pixels than are decoded, however few bytes it has', async () => {
    await expect(avatar(png(60_000, 60_000, new Uint8Array(1_000)))).rejects.toThrow('more than 25 million pixels');
    await expect(avatar(png(5_001, 5_000, new Uint8Array(1_000)))).rejects.toThrow('more than 25 million pixels');
  });

  it('is made of two images at a time, and of no more', async () => {
    const bytes = await image(8, 8).png().toBuffer();
    let [reading, most] = [0, 0];
    const file = async () => {
      most = Math.max(most, ++reading);
      await new Promise(setImmediate);
      reading--;
      return bytes;
    };
    await Promise.all(Array.from({ length: 12 }, () => avatarOf(file, 'files')));
    expect(most).toBe(2);
  });
});
