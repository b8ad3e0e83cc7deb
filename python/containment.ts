import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** How the process of scripts is fenced in on this machine. */
export interface Containment {
  /** Programs put before node, each running the next. */
  readonly wrapper: readonly string[]
  /** Options of node. */
  readonly flags: readonly string[]
  /** What this machine lacks, in words for whoever runs the host. */
  readonly missing: readonly string[]
}

const run = promisify(execFile)

const noNetwork = ['unshare', '-rn']
const diesWithHost = ['setpriv', '--pdeathsig', 'KILL']

/**
 * The strongest fence this machine has: read access to a few folders and nothing else, no code from texts, no
 * network, and no life after the host's.
 * @param readable folders, each with a slash at the end
 */
export async function containment(readable: readonly string[]): Promise<Containment> {
  const missing: string[] = []
  const wrapper: string[] = []
  if (await works(noNetwork)) wrapper.push(...noNetwork)
  else missing.push('a network of its own (unshare)')
  if (await works([...wrapper, ...diesWithHost])) wrapper.push(...diesWithHost)
  const flags = ['--no-warnings', '--disallow-code-generation-from-strings', '--max-old-space-size=256']
  const permission = permissionFlag()
  if (permission === undefined) missing.push('Node’s permission model')
  else flags.push(permission, ...readable.map((folder) => `--allow-fs-read=${folder}`))
  return { wrapper, flags, missing }
}

/** Called so from 22.13 on, and by its experimental name before. */
function permissionFlag(): string | undefined {
  return ['--permission', '--experimental-permission'].find((flag) =>
    process.allowedNodeEnvironmentFlags.has(flag),
  )
}

async function works([program = '', ...options]: readonly string[]): Promise<boolean> {
  try {
    await run(program, [...options, 'true'], { timeout: 5000 })
    return true
  } catch {
    return false
  }
}
