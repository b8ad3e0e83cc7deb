import type { Host } from '../host/host.js'
import type { Job } from '../store/index.js'
import { Progress } from './progress.js'

/** Signals by which people end a command; a second one ends it at once, and leaves the job to other processes of the store. */
const ending = ['SIGINT', 'SIGTERM'] as const

/**
 * Follows a job to its end, which this process does or another one of the store, with a line for each of its steps on a terminal. A signal
 * ends the job after what it is at.
 * @returns it, once it has ended
 */
export async function followedJob(host: Host, { id }: Job): Promise<Job> {
  const bars = new Map<string, Progress>()
  const end = () => void host.jobs.jobs.cancel(id)
  for (const signal of ending) process.once(signal, end)
  try {
    return await host.jobs.ended(id, ({ step, done, total }) => {
      if (step === undefined) return
      let bar = bars.get(step)
      if (!bar) bars.set(step, (bar = new Progress(step)))
      bar.update(done, total)
    })
  } finally {
    for (const signal of ending) process.off(signal, end)
    bars.forEach((bar) => bar.end())
  }
}
