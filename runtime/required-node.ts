/** The oldest Node.js that this runs on, as `engines` of package.json has it. */
export const oldestNode = [20, 19] as const

/** @param version of Node.js @throws Error for one that is too old */
export function refuseOldNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return
  throw new Error(
    `Unit Compositor needs Node.js ${oldestNode.join('.')} or newer, and this is ${version}. Install a newer one from https://nodejs.org.`,
  )
}

// Doors import this first, so that an older Node.js is told before anything fails at what it lacks. What it lacks of its own modules is asked
// of the module (`crypto.hash`): a name that cannot be imported would fail before this.
refuseOldNode(process.versions.node)
