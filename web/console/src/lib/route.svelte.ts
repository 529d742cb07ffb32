// Where the person is inside the console: the path below /console/, in the address bar.

const base = '/console/';

class Place {
  path = $state(pathNow());
  query = $state.raw(new URLSearchParams(location.search));
}

function pathNow(): string {
  return location.pathname.startsWith(base) ? location.pathname.slice(base.length) : '';
}

export const place = new Place();

function arrive() {
  place.path = pathNow();
  place.query = new URLSearchParams(location.search);
}

// The address of a place: href('lots', gtin, lot).
export function href(...segments: string[]): string {
  return base + segments.map(encodeURIComponent).join('/');
}

export function go(address: string) {
  history.pushState(null, '', address);
  arrive();
  window.scrollTo(0, 0);
  // Whoever reads by ear or keyboard begins at the top of the new page.
  requestAnimationFrame(toHeading);
}

function toHeading() {
  document.querySelector<HTMLElement>('main h1')?.focus();
}

// After a step that may have taken away what was pressed: whoever works by keyboard is not left
// nowhere.
export function keepFocus() {
  requestAnimationFrame(() => document.activeElement === document.body && toHeading());
}

// Links into the console change the place instead of loading the page again.
function follow(event: MouseEvent) {
  const link = (event.target as Element | null)?.closest('a');
  const plain =
    event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute('download'))
    return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || !url.pathname.startsWith(base)) return;
  event.preventDefault();
  go(url.pathname + url.search);
}

export function startRouting() {
  addEventListener('popstate', arrive);
  document.addEventListener('click', follow);
}
