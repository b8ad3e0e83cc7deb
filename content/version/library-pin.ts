/** One library version that a context refers to. */
export interface LibraryPin {
  /** Library key, as text, without version. */
  readonly library: string
  readonly version: string
}

/** A pin as one text. */
export function pinText({ library, version }: LibraryPin): string {
  return `${library}@${version}`
}
