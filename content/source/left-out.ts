/** A link of a folder or archive that is not followed. */
export interface LeftOut {
  readonly path: string
  /** Such as "leads outside". */
  readonly why: string
}

/**
 * Whether a course goes without a link here that cannot be followed: among its static files, where editors leave links to
 * folders of their own. Anywhere else such a link refuses the whole.
 */
export function isLeftOut(path: string): boolean {
  return path.split('/').slice(0, -1).includes('static')
}
