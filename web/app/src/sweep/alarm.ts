// Heard and felt without looking at the screen: a short sign for a new pack, a long one for a shout.

export class Alarm {
  #audio: AudioContext | undefined;

  // From a touch, or the browser keeps it silent.
  wake() {
    this.#audio ??= new AudioContext();
    void this.#audio.resume();
  }

  tick() {
    this.#tone(1200, 0.06, 0);
    navigator.vibrate?.(40);
  }

  warn() {
    this.#tone(400, 0.25, 0);
    navigator.vibrate?.([120, 60, 120]);
  }

  shout() {
    for (const [i, pitch] of [880, 440, 880, 440].entries()) this.#tone(pitch, 0.22, i * 0.24);
    navigator.vibrate?.([400, 100, 400, 100, 400]);
  }

  #tone(pitch: number, seconds: number, delay: number) {
    const audio = this.#audio;
    if (!audio) return;
    const voice = audio.createOscillator();
    const loudness = audio.createGain();
    const begin = audio.currentTime + delay;
    voice.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.4, begin);
    loudness.gain.exponentialRampToValueAtTime(0.001, begin + seconds);
    voice.connect(loudness).connect(audio.destination);
    voice.start(begin);
    voice.stop(begin + seconds);
  }
}
