import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { stressCase } from '../stress-unit.js'
import type { Json } from '../../runtime/values/index.js'
import { problemUnit, problemUnits } from './problem-unit.js'
import { trivialUnit } from './trivial-unit.js'

/** What a peer took. */
export interface PeerResult {
  readonly peer: string
  /** What it did. */
  readonly title: string
  /** Milliseconds of processor for one unit: median and all of them. */
  readonly ms?: number
  readonly samples?: readonly number[]
  /** Id of the benchmark of ours that does the same. */
  readonly same?: string
  /** Why nothing was measured. */
  readonly absent?: string
}

/** A unit that XBlock Python shows, and the benchmark of ours that shows the same. */
interface PythonUnit {
  readonly title: string
  readonly same: string
  readonly script: string
  /** What the script reads as JSON. */
  readonly asked: { readonly rounds: number } & Readonly<Record<string, Json>>
}

const units: readonly PythonUnit[] = [
  {
    title: 'a unit of 32 trivial blocks, from a record to bytes',
    same: 'trivial-record',
    script: trivialUnit,
    asked: { rounds: 120 },
  },
  {
    title: `a text and ${stressCase.shown} problems by its problem block, from a record to bytes`,
    same: 'cold-unit',
    script: problemUnit,
    asked: { rounds: 18, ...problemUnits() },
  },
]

/** Runs our units through XBlock Python. @param python an interpreter that finds XBlock, lxml and webob; for the problems also its problem block and Django */
export async function xblockPython(python: string | undefined): Promise<readonly PeerResult[]> {
  const results: PeerResult[] = []
  for (const { title, same, script, asked } of units) {
    const named = { peer: 'XBlock Python', title, same }
    if (python === undefined) results.push({ ...named, absent: 'no --xblock PYTHON was given' })
    else results.push({ ...named, ...(await told(python, script, JSON.stringify(asked))) })
  }
  return results
}

async function told(python: string, script: string, asked: string): Promise<Partial<PeerResult>> {
  try {
    const running = promisify(execFile)(python, ['-W', 'ignore', '-c', script], { timeout: 120_000 })
    running.child.stdin?.end(asked)
    const { stdout } = await running
    const samples = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as number[]
    return { samples, ms: samples.toSorted((one, other) => one - other)[samples.length >> 1] ?? Number.NaN }
  } catch (thrown) {
    const { stderr, message } = thrown as { readonly stderr?: string; readonly message: string }
    return { absent: `${python} could not run it: ${stderr?.trim().split('\n').at(-1) || message}` }
  }
}
