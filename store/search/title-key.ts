/** What titles are sorted by: without regard to case and accents. */
export function titleKey(title: string): string {
  return title.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().slice(0, 200)
}
