/** What one part of a key may be made of: a pattern, and the same in words for error messages. */
export interface PartRule {
  readonly pattern: RegExp
  readonly valid: string
}

/**
 * Locator characters of the incumbent's `locator` module: unicode letters and numbers, `_ - ~ . :`.
 * Combining marks are not among them, as in the incumbent.
 */
export const locatorPart: PartRule = {
  pattern: /^[\p{L}\p{N}_~.:-]+$/u,
  valid: 'letters, numbers and _ - ~ . : only',
}

/** A locator part where `:` separates parts. */
export const colonFreePart: PartRule = {
  pattern: /^[\p{L}\p{N}_~.-]+$/u,
  valid: 'letters, numbers and _ - ~ . only',
}

/** A part of an old (pre-namespace) key or an asset name: `%` stands in some of them. */
export const percentPart: PartRule = {
  pattern: /^[\p{L}\p{N}_~.:%-]+$/u,
  valid: 'letters, numbers and _ - ~ . : % only',
}

/** The organisation of an old course: a `:` in it would read as a namespace. */
export const oldOrgPart: PartRule = {
  pattern: /^[\p{L}\p{N}_~.%-]+$/u,
  valid: 'letters, numbers and _ - ~ . % only',
}

/** The name of an old block, which may be several names joined by `/`. */
export const slashedPart: PartRule = {
  pattern: /^[\p{L}\p{N}_~.:%-]+(?:\/[\p{L}\p{N}_~.:%-]+)*$/u,
  valid: 'letters, numbers and _ - ~ . : % only, parted by single /',
}

/**
 * The site a library comes from. The dot keeps a library pinned to a version (`lib:ORG:SLUG:VERSION`)
 * from being read as a library of the site ORG.
 */
export const domainPart: PartRule = {
  pattern: /^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+$/u,
  valid:
    'a domain with a dot in it, such as edx.org (a version is read only where a library version is asked for)',
}

/** Version of a course or v1 library: an object id. */
export const objectIdPart: PartRule = { pattern: /^[0-9a-f]{24}$/, valid: '24 lower-case hexadecimal digits' }

export const hexPart: PartRule = { pattern: /^[0-9a-f]+$/, valid: 'lower-case hexadecimal digits only' }

export const uuidPart: PartRule = {
  pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  valid: 'a UUID in lower case with hyphens',
}

/** Version number of a bundle, or the name of a draft: digits only are always a version. */
export const bundleVersionPart: PartRule = {
  pattern: /^(?:0|[1-9]\d*|(?!\d+$)[\p{L}\p{N}_~.-]+)$/u,
  valid: 'a version number without leading zeros, or a draft name of letters, numbers and _ - ~ .',
}

/** A path inside a bundle, relative, that never climbs out of it. */
export const bundlePathPart: PartRule = {
  pattern: /^(?!\.{1,2}(?:\/|$))[\p{L}\p{N}_~.-]+(?:\/(?!\.{1,2}(?:\/|$))[\p{L}\p{N}_~.-]+)*$/u,
  valid: "a relative path without '.' or '..' steps",
}
