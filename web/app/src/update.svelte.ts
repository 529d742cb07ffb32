// New versions of the app: found by the browser, put in place when nobody is in the middle of
// something and somebody says so.

const checkMs = 60 * 60_000;
const busyCheckMs = 500;

function reloadWhenFree(isBusy: () => boolean) {
  if (isBusy()) setTimeout(() => reloadWhenFree(isBusy), busyCheckMs);
  else location.reload();
}

class Update {
  waiting = $state.raw<ServiceWorker | undefined>();
  #registration: ServiceWorkerRegistration | undefined;

  // `isBusy`: somebody scans or writes in this tab. Another tab may have put the new version in place:
  // this one is loaded again as soon as nothing is lost by it.
  async start(isBusy: () => boolean) {
    if (!('serviceWorker' in navigator)) return;
    let isFirst = navigator.serviceWorker.controller === null;
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      if (!isFirst) reloadWhenFree(isBusy);
      isFirst = false;
    });
    const options = { scope: '/app/', updateViaCache: 'none' } as const;
    const registration = await navigator.serviceWorker.register('/app/sw.js', options);
    this.#registration = registration;
    this.#look(registration);
    registration.addEventListener('updatefound', () => {
      registration.installing?.addEventListener('statechange', () => this.#look(registration));
    });
    setInterval(() => void this.check(), checkMs);
  }

  async check() {
    if (navigator.onLine) await this.#registration?.update().catch(() => undefined);
  }

  // The page is loaded again when the new worker is in charge.
  apply() {
    this.waiting?.postMessage('take-over');
  }

  // Without a controller it is the first version, and needs nobody's leave.
  #look(registration: ServiceWorkerRegistration) {
    if (navigator.serviceWorker.controller) this.waiting = registration.waiting ?? undefined;
  }
}

export const update = new Update();
