/** A public XBlock whose behaviour stands in a folder here as a plugin of its own. */
export interface Port {
  /** Its folder. */
  readonly name: string
  /** What a learner reads first of its scenario, in a host and in the workbench. */
  readonly shows: string
}

/** Each port, a line. Its folder has the package, scenarios, and `in-host.mjs`: what it does in a published host. */
export const ports: readonly Port[] = [
  { name: 'lti_consumer', shows: 'Build a bridge, and see whether it holds.' },
  { name: 'adventure', shows: 'Tonight its wheel turns.' },
  { name: 'scorm', shows: 'A walk on the Moon' },
  { name: 'dashboard', shows: 'Where you stand' },
  { name: 'crowd_hints', shows: 'Why does the Moon have phases?' },
]
