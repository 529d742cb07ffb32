declare module 'virtual:verdict-words/*' {
  const words: Record<string, string>;
  export default words;
}
