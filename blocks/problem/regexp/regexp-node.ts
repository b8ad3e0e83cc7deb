/** Flags that hold for part of a pattern; an unscoped `(?i)` changes them for the whole pattern. */
export interface RegexpFlags {
  ignoreCase: boolean
  dotAll: boolean
  multiline: boolean
}

/** Whether one character (a code point) fits. */
export type CharacterTest = (character: string) => boolean

export type Assertion = 'start' | 'end' | 'textStart' | 'textEnd' | 'wordBoundary' | 'notWordBoundary'

/** A parsed regular expression. Flags are read when the program is made, after the whole pattern is known. */
export type RegexpNode =
  | { readonly kind: 'character'; readonly test: CharacterTest; readonly flags: RegexpFlags }
  | { readonly kind: 'any'; readonly flags: RegexpFlags }
  | { readonly kind: 'assertion'; readonly assertion: Assertion; readonly flags: RegexpFlags }
  | { readonly kind: 'sequence' | 'choice'; readonly nodes: readonly RegexpNode[] }
  | { readonly kind: 'repeat'; readonly node: RegexpNode; readonly least: number; readonly most: number }
  | { readonly kind: 'group'; readonly node: RegexpNode; readonly number: number }
  | { readonly kind: 'reference'; readonly number: number; readonly flags: RegexpFlags }
  | { readonly kind: 'look'; readonly node: RegexpNode; readonly ahead: boolean; readonly negative: boolean }
