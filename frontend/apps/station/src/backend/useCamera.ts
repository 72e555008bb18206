import { beep } from '@xiangzhan/ui/base';
import { onScopeDispose, ref, type Ref } from 'vue';

const LOOK_EVERY_MS = 150;
const DENIED = '相机打不开或不允许使用，可以拍一张照片来认，或手工输入';
const NOTHING = '照片里没有认出码，请对准、靠近再拍，或手工输入';
const NO_READER = '第一次用相机扫码要联网取一次识别程序，请联网后再试，或手工输入';

function frameOf(shown: HTMLVideoElement | null): ImageData | null {
  if (!shown || shown.videoWidth === 0) return null;
  const canvas = document.createElement('canvas');
  canvas.width = shown.videoWidth;
  canvas.height = shown.videoHeight;
  const brush = canvas.getContext('2d');
  brush?.drawImage(shown, 0, 0);
  return brush?.getImageData(0, 0, canvas.width, canvas.height) ?? null;
}

/** Looks through the camera until a code is read. The reader is fetched when first needed. */
export function useCamera(
  video: Readonly<Ref<HTMLVideoElement | null>>, onRead: (text: string) => void,
) {
  const words = ref('');
  let stream: MediaStream | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    clearTimeout(timer);
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
  }

  const reader = () =>
    import('./codeReader').catch(() => {
      words.value = NO_READER;
      return null;
    });

  async function look(readCode: (picture: ImageData) => Promise<string | null>): Promise<void> {
    const picture = frameOf(video.value);
    const text = picture
      ? await readCode(picture).catch(() => {
          words.value = NO_READER;
          return null;
        })
      : null;
    if (!stream) return;
    if (text) {
      stop();
      beep(true);
      onRead(text);
    } else timer = setTimeout(() => void look(readCode), LOOK_EVERY_MS);
  }

  async function start(): Promise<void> {
    words.value = '';
    const found = await reader();
    if (!found) return;
    // Missing where the address is not https.
    const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
    stream = (await devices?.getUserMedia({ video: { facingMode: 'environment' } }).catch(() => null)) ?? null;
    if (!stream || !video.value) {
      words.value = DENIED;
      return;
    }
    video.value.srcObject = stream;
    await video.value.play().catch(() => undefined);
    await look(found.readCode);
  }

  async function readPicture(file: Blob): Promise<void> {
    const found = await reader();
    const text = await found?.readCode(file).catch(() => null);
    beep(Boolean(text));
    if (text) onRead(text);
    else if (found) words.value = NOTHING;
  }

  onScopeDispose(stop);
  return { start, stop, readPicture, words };
}
