let audio: AudioContext | null = null;

/** A high short tone for a good scan, a low long one for a bad one; silent where there is no audio. */
export function beep(good: boolean): void {
  if (typeof AudioContext === 'undefined') return;
  audio ??= new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = good ? 1320 : 220;
  volume.gain.value = 0.15;
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + (good ? 0.08 : 0.4));
}
