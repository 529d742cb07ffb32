// What a User-Agent says in short. The service keeps its first 80 letters, before which Chrome and its
// kin have not yet said their name: AppleWebKit/537.36 is theirs alone.
const browsers: [RegExp, string][] = [
  [/Edg/, 'Edge'],
  [/Firefox|FxiOS|rv:/, 'Firefox'],
  [/AppleWebKit\/537\.36|CriOS/, 'Chrome'],
  [/AppleWebKit/, 'Safari'],
];
const systems: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iPhone, iPad'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'Mac'],
  [/Linux|CrOS/, 'Linux'],
];

const first = (of: [RegExp, string][], agent: string) =>
  of.find(([pattern]) => pattern.test(agent))?.[1];

// None for what is no browser.
export function clientOf(agent: string): { browser: string; system: string } | undefined {
  const [browser, system] = [first(browsers, agent), first(systems, agent)];
  return browser && system ? { browser, system } : undefined;
}
