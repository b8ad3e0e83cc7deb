import { readFileSync, readlinkSync } from 'node:fs'

/** Milliseconds of a clock tick in /proc, which is 1/100 s on every Linux that Node runs on. */
const tick = 10

/** The number that Linux gave the thread that asks; 0 where the system tells no such thing. */
export function threadNumber(): number {
  try {
    return Number(readlinkSync('/proc/thread-self').split('/').at(-1)) || 0
  } catch {
    return 0
  }
}

/**
 * Milliseconds for which a thread of this process has had a processor; undefined where the system does not tell.
 * @param thread its {@link threadNumber}
 */
export function processorTime(thread: number): number | undefined {
  if (thread === 0) return undefined
  try {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'latin1')
    // The name of the thread, in brackets, may hold anything; utime and stime are the 14th and 15th of all.
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number)
    return user === undefined || system === undefined ? undefined : (user + system) * tick
  } catch {
    return undefined
  }
}
