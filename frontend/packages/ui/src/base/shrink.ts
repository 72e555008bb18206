const MOST_BYTES = 200_000;
const SIDES_PX = [1280, 1024, 800, 640];
const QUALITIES = [0.82, 0.7, 0.58, 0.46];

function asBlob(canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> {
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality));
}

function drawn(picture: ImageBitmap, side: number): HTMLCanvasElement {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const brush = canvas.getContext('2d');
  if (!brush) throw new RangeError('这台设备不能处理照片，请换一台设备拍');
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** At most 200 KB and 1280 px; drawn anew, so that place and camera stay behind (SCREENS P6). */
export async function shrink(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => {
    throw new RangeError('这张照片打不开，请重拍或换一张');
  });
  for (const side of SIDES_PX) {
    const canvas = drawn(picture, side);
    for (const quality of QUALITIES) {
      const blob = await asBlob(canvas, quality);
      if (blob && blob.size <= MOST_BYTES) return blob;
    }
  }
  throw new RangeError('这张照片太大，请走近一些重拍');
}
