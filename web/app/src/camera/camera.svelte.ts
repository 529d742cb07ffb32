// The phone's back camera: opened, its torch and zoom where it has them, pictures one after another.
import { untrack } from 'svelte';

// "camera_ended": the device took it away: another app, a call, a lid.
export type CameraFault = 'camera_denied' | 'camera_missing' | 'camera_ended';

// Chromium's and Safari's own constraints, which lib.dom does not know.
type Abilities = MediaTrackCapabilities & {
  torch?: boolean;
  zoom?: { min: number; max: number; step: number };
  focusMode?: string[];
};
type Wishes = MediaTrackConstraintSet & { torch?: boolean; zoom?: number; focusMode?: string };

function stop(stream: MediaStream) {
  for (const track of stream.getTracks()) track.stop();
}

export class Camera {
  stream = $state.raw<MediaStream | undefined>();
  fault = $state<CameraFault | undefined>();
  hasTorch = $state(false);
  torch = $state(false);
  zoomMax = $state(1);
  zoom = $state(1);
  #turn = 0; // of opening and closing: what comes after the next one is let go

  async open() {
    untrack(() => this.close()); // effects open cameras
    this.fault = undefined;
    const turn = this.#turn;
    if (!navigator.mediaDevices) {
      this.fault = 'camera_missing';
      return;
    }
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } },
      });
      if (turn !== this.#turn) return stop(stream);
      this.stream = stream;
    } catch (error) {
      if (turn !== this.#turn) return;
      const isDenied = error instanceof DOMException && error.name === 'NotAllowedError';
      this.fault = isDenied ? 'camera_denied' : 'camera_missing';
      return;
    }
    this.#track?.addEventListener('ended', () => {
      if (turn !== this.#turn) return;
      this.close();
      this.fault = 'camera_ended';
    });
    const abilities = (this.#track?.getCapabilities?.() ?? {}) as Abilities;
    this.hasTorch = abilities.torch === true;
    this.zoomMax = Math.min(abilities.zoom?.max ?? 1, 8);
    if (abilities.focusMode?.includes('continuous')) await this.#wish({ focusMode: 'continuous' });
    // Small stamps: a little nearer than the lens allows is sharper.
    if (this.zoomMax >= 2) await this.setZoom(2);
  }

  async toggleTorch() {
    if (await this.#wish({ torch: !this.torch })) this.torch = !this.torch;
  }

  async setZoom(zoom: number) {
    if (await this.#wish({ zoom })) this.zoom = zoom;
  }

  close() {
    this.#turn += 1;
    if (this.stream) stop(this.stream);
    this.stream = undefined;
    this.torch = false;
  }

  get #track(): MediaStreamTrack | undefined {
    return this.stream?.getVideoTracks()[0];
  }

  async #wish(wishes: Wishes): Promise<boolean> {
    try {
      await this.#track?.applyConstraints({ advanced: [wishes] } as MediaTrackConstraints);
      return true;
    } catch {
      return false; // a camera that says it can and cannot
    }
  }
}
