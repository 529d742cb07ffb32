declare module 'virtual:shared-words/*' {
  const words: Record<string, string>;
  export default words;
}
