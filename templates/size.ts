import type { Language } from '../domain/mandate.js';

const UNITS: Record<Language, readonly [string, string, string]> = {
  en: ['bytes', 'kB', 'MB'],
  es: ['bytes', 'kB', 'MB'],
  pt: ['bytes', 'kB', 'MB'],
  fr: ['octets', 'ko', 'Mo'],
};

/** A file's size, in bytes up to 999, then in thousands or millions of them with one decimal: `48.2 kB`, `48,2 ko`. */
export function formatSize(bytes: number, language: Language): string {
  const [single, thousand, million] = UNITS[language];
  if (bytes < 1000) return `${bytes}\u00a0${bytes === 1 ? single.replace(/s$/, '') : single}`;
  // 999,950 bytes and more would round to '1000.0 kB'.
  const [value, unit] = bytes < 999_950 ? [bytes / 1000, thousand] : [bytes / 1_000_000, million];
  const text = value.toFixed(1);
  return `${language === 'en' ? text : text.replace('.', ',')}\u00a0${unit}`;
}
