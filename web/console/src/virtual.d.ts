declare module 'virtual:english' {
  const texts: string[]; // in the order of the keys of vi.json
  export default texts;
}
