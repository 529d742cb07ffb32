// Texts of the catalogues, which C++ fills alike (src/pages/catalogue.hpp).

export type Values = Record<string, string | number>;

// The text with each "{name}" replaced by its value; names that are not given stay as they are.
export function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export type Language = 'vi' | 'en';

// What was chosen before, else what the browser likes best of ours, else Vietnamese.
export function chooseLanguage(chosen: string | null, liked: readonly string[]): Language {
  if (chosen === 'vi' || chosen === 'en') return chosen;
  const first = liked
    .map((tag) => tag.slice(0, 2).toLowerCase())
    .find((l) => l === 'vi' || l === 'en');
  return first === 'en' ? 'en' : 'vi';
}
