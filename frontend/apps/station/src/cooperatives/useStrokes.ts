import { type Ref, ref } from 'vue';

const WIDTH = 4;

/** Lines drawn by a finger or a pen on a canvas. */
export function useStrokes(pad: Readonly<Ref<HTMLCanvasElement | null>>) {
  const isEmpty = ref(true);
  let drawing = false;

  function placeOf(event: PointerEvent): [number, number] {
    const canvas = event.currentTarget as HTMLCanvasElement;
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  }

  function start(event: PointerEvent): void {
    (event.currentTarget as HTMLCanvasElement).setPointerCapture(event.pointerId);
    const brush = pad.value?.getContext('2d');
    if (!brush) return;
    drawing = true;
    brush.lineWidth = WIDTH;
    brush.lineCap = 'round';
    brush.beginPath();
    brush.moveTo(...placeOf(event));
  }

  function move(event: PointerEvent): void {
    const brush = pad.value?.getContext('2d');
    if (!drawing || !brush) return;
    brush.lineTo(...placeOf(event));
    brush.stroke();
    isEmpty.value = false;
  }

  function end(): void {
    drawing = false;
  }

  function clear(): void {
    const canvas = pad.value;
    canvas?.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height);
    isEmpty.value = true;
  }

  return { isEmpty, start, move, end, clear };
}
