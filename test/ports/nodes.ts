import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A Node.js that the ports are run by. */
export interface NodeAtHand {
  readonly program: string
  readonly major: number
}

/** The majors that the ports are to run under, wherever there is one. */
const wanted = [20, 24]

/** Where version managers and machines of continuous integration keep them, a folder a version. */
const home = process.env['HOME'] ?? ''
const shelves = [
  ['/opt/hostedtoolcache/node', 'x64/bin/node'],
  ['/opt/hostedtoolcache/node', 'arm64/bin/node'],
  ['/usr/local/n/versions/node', 'bin/node'],
  [join(process.env['NVM_DIR'] ?? join(home, '.nvm'), 'versions/node'), 'bin/node'],
  [join(home, '.volta/tools/image/node'), 'bin/node'],
  [join(home, '.nodenv/versions'), 'bin/node'],
  [join(home, '.asdf/installs/nodejs'), 'bin/node'],
  [join(home, '.local/share/mise/installs/node'), 'bin/node'],
  [join(home, '.local/share/fnm/node-versions'), 'installation/bin/node'],
] as const

/** The running Node.js, and others of the wanted majors: named in `TEST_NODES`, or found where they are usually kept. */
export function nodesAtHand(): readonly NodeAtHand[] {
  const running = { program: process.execPath, major: Number(process.versions.node.split('.')[0]) }
  const named = (process.env['TEST_NODES'] ?? '').split(delimiter).filter((one) => one !== '')
  const kept = shelves.flatMap(([shelf, program]) => foldersIn(shelf).map((one) => join(shelf, one, program)))
  const others = [...named, ...kept, ...wanted.map((major) => `node${major}`)].flatMap((program) => {
    const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' })
    const major = Number(/^v(\d+)\./.exec(stdout ?? '')?.[1])
    return wanted.includes(major) ? [{ program, major }] : []
  })
  const nodes = [running, ...others]
  return nodes.filter(({ major }, at) => nodes.findIndex((one) => one.major === major) === at)
}

function foldersIn(shelf: string): string[] {
  try {
    return readdirSync(shelf)
  } catch {
    return []
  }
}
