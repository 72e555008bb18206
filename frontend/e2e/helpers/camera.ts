import { writeFileSync } from 'node:fs';

import { create } from 'qrcode';

const WIDTH = 480;
const HEIGHT = 480;
const MODULE_PX = 12;

/** What a camera sees that is held over a code: flags for a browser whose camera shows it. */
export function cameraOver(code: string, file: string): string[] {
  const { modules } = create(code, { errorCorrectionLevel: 'M' });
  const edge = Math.floor((WIDTH - modules.size * MODULE_PX) / 2);
  const light = Buffer.alloc(WIDTH * HEIGHT, 235);
  for (let y = 0; y < modules.size * MODULE_PX; y += 1) {
    for (let x = 0; x < modules.size * MODULE_PX; x += 1) {
      if (modules.get(Math.floor(y / MODULE_PX), Math.floor(x / MODULE_PX))) light[(y + edge) * WIDTH + x + edge] = 16;
    }
  }
  const colour = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, colour]);
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(file, Buffer.concat([head, frame, frame]));
  return [
    '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${file}`,
  ];
}
