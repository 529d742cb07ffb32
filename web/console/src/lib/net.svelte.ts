// Whether the browser believes in a network.

class Net {
  online = $state(navigator.onLine);
}

export const net = new Net();

export function startNet() {
  addEventListener('online', () => (net.online = true));
  addEventListener('offline', () => (net.online = false));
}
