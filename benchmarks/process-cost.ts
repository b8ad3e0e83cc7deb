import { readdirSync, readFileSync } from 'node:fs'

/** Milliseconds of a tick of the processor's time, as Linux counts it for people. */
const tick = 10

/** Whether the cost of other processes can be read here. */
export const readsProcessCost = process.platform === 'linux'

/** Milliseconds of processor that a process took, with all processes that it started. */
export function processCost(pid: number): number {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(name))
  const own = stats.find((stat) => stat.pid === pid)
  const ticks = (stat: ProcessStat) =>
    stat.own + stats.filter(({ parent }) => parent === stat.pid).reduce((sum, one) => sum + one.own, 0)
  return own ? (ticks(own) + own.ended) * tick : 0
}

interface ProcessStat {
  readonly pid: number
  readonly parent: number
  /** Ticks of it, and of those it started that have ended. */
  readonly own: number
  readonly ended: number
}

function statOf(pid: string): ProcessStat[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // What stands in brackets is the name, which may hold anything.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [, parent = 0] = fields
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15)
    return [{ pid: Number(pid), parent, own: user + system, ended: endedUser + endedSystem }]
  } catch {
    // It has ended.
    return []
  }
}
