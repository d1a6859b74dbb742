/** Loudness of one sound track. */
export class LevelMeter {
  readonly #context: AudioContext;
  readonly #analyser: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;

  constructor(track: MediaStreamTrack) {
    this.#context = new AudioContext();
    this.#analyser = this.#context.createAnalyser();
    this.#analyser.fftSize = 512;
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
    void this.#context.resume();
  }

  /** 0 (silence) to 1 (full scale), on a scale of decibels from −60 to 0. */
  level(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length;
    return power === 0 ? 0 : Math.min(1, Math.max(0, 1 + (10 * Math.log10(power)) / 60));
  }

  dispose(): void {
    void this.#context.close();
  }
}

/** Plays 440 Hz for 0.6 s on the given speaker; resolves when it has been heard. */
export async function playTestTone(play: (element: HTMLAudioElement) => Promise<void>): Promise<void> {
  const context = new AudioContext();
  try {
    const tone = context.createOscillator();
    const volume = context.createGain();
    const output = context.createMediaStreamDestination();
    tone.frequency.value = 440;
    volume.gain.setValueAtTime(0, context.currentTime);
    volume.gain.linearRampToValueAtTime(0.3, context.currentTime + 0.05);
    volume.gain.setValueAtTime(0.3, context.currentTime + 0.5);
    volume.gain.linearRampToValueAtTime(0, context.currentTime + 0.6);
    tone.connect(volume).connect(output);
    const element = new Audio();
    element.srcObject = output.stream;
    await play(element);
    const ended = new Promise((resolve) => tone.addEventListener('ended', resolve, { once: true }));
    tone.start();
    tone.stop(context.currentTime + 0.7);
    await ended;
    element.srcObject = null;
  } finally {
    await context.close();
  }
}
