// How texts are compared when people search: without capitals and Vietnamese marks, as they type.
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();
}

export function has(text: string, wanted: string): boolean {
  return plain(text).includes(plain(wanted.trim()));
}

// The value chain whose name stands in the name of a product: "Chè" in "Chè Bát Tiên Long Cốc".
export function chainOf<T extends { name: { vi: string } }>(chains: T[], name: string) {
  const words = ` ${plain(name)} `;
  return chains.find((chain) => words.includes(` ${plain(chain.name.vi)} `));
}
