// Which screen is shown: its place is in the address, so that the browser's back works.

export const screens = ['scan', 'sweep', 'inspections', 'form', 'sightings', 'device'] as const;
export type Screen = (typeof screens)[number];

const base = '/app/';

function screenOf(path: string): Screen {
  const name = path.slice(base.length);
  return screens.find((screen) => screen === name) ?? 'scan';
}

class Route {
  screen = $state<Screen>(screenOf(location.pathname));

  constructor() {
    addEventListener('popstate', () => (this.screen = screenOf(location.pathname)));
  }

  go(screen: Screen) {
    if (screen === this.screen) return;
    history.pushState(null, '', base + (screen === 'scan' ? '' : screen));
    this.screen = screen;
    scrollTo(0, 0);
  }
}

export const route = new Route();
