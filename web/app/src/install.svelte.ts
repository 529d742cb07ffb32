// Chromium's offer to install, kept until somebody wants it.

type InstallPrompt = Event & { prompt(): Promise<unknown> };

class Installing {
  prompt = $state.raw<InstallPrompt | undefined>();

  constructor() {
    addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      this.prompt = event as InstallPrompt;
    });
  }

  async ask() {
    await this.prompt?.prompt();
    this.prompt = undefined;
  }
}

export const installing = new Installing();
