import { Session, type Profiler } from 'node:inspector/promises'

/** Functions that are named. */
const most = 10

/**
 * Where the time of a piece of work goes: the functions that most of it is spent in, with their share; waiting is left out.
 */
export async function profileOf(work: () => Promise<unknown>): Promise<string[]> {
  const session = new Session()
  session.connect()
  try {
    await session.post('Profiler.enable')
    await session.post('Profiler.setSamplingInterval', { interval: 500 })
    await session.post('Profiler.start')
    await work()
    const { profile } = await session.post('Profiler.stop')
    return shares(profile)
  } finally {
    session.disconnect()
  }
}

function shares({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): string[] {
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => {
      const file = url.split('/dist/').at(-1) ?? url
      return [id, `${functionName || '(nameless)'}${file === '' ? '' : ` ${file}:${lineNumber + 1}`}`]
    }),
  )
  const times = new Map<string, number>()
  let total = 0
  for (const [at, sample] of samples.entries()) {
    const name = names.get(sample) ?? ''
    if (name === '(idle)' || name === '(root)') continue
    const time = timeDeltas[at] ?? 0
    times.set(name, (times.get(name) ?? 0) + time)
    total += time
  }
  const sorted = [...times].sort(([, one], [, other]) => other - one).slice(0, most)
  return sorted.map(([name, time]) => `${((100 * time) / total).toFixed(0)} % ${name}`)
}
