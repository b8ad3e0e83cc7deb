import type { Profiler } from 'node:inspector'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Functions that are named. */
const most = 10

/**
 * Where the time of processes went: the functions that most of it was spent in, with their share; waiting is left out.
 * @param folder of what V8 wrote of each thread
 */
export async function profileOf(folder: string): Promise<string[]> {
  const times = new Map<string, number>()
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.cpuprofile'))) {
    const profile = JSON.parse(await readFile(join(folder, file), 'utf8')) as Profiler.Profile
    for (const [name, time] of timesOf(profile)) times.set(name, (times.get(name) ?? 0) + time)
  }
  const total = [...times.values()].reduce((sum, time) => sum + time, 0)
  const sorted = [...times].sort(([, one], [, other]) => other - one).slice(0, most)
  return sorted.map(([name, time]) => `${((100 * time) / total).toFixed(0)} % ${name}`)
}

function timesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Map<string, number> {
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => {
      const file = url.split('/dist/').at(-1) ?? url
      return [id, `${functionName || '(nameless)'}${file === '' ? '' : ` ${file}:${lineNumber + 1}`}`]
    }),
  )
  const times = new Map<string, number>()
  for (const [at, sample] of samples.entries()) {
    const name = names.get(sample) ?? ''
    if (name === '(idle)' || name === '(root)') continue
    times.set(name, (times.get(name) ?? 0) + (timeDeltas[at] ?? 0))
  }
  return times
}
