import type { Command } from 'commander'
import { CompositorError } from '../../runtime/index.js'
import type { Host } from '../../host/host.js'
import type { Job } from '../../store/index.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'
import { stopped } from './serve-commands.js'

interface ListOptions extends SharedOptions {
  readonly kind?: string
  readonly after?: string
  readonly limit?: string
}

/** `jobs`: long work that is kept in the store, and a process that does nothing else. */
export function jobCommands(program: Command): void {
  const jobs = program.command('jobs').description('list long work, see how far it is, end it or do it')

  withJson(onStore(jobs.command('list', { isDefault: true })))
    .description('list jobs, the newest first')
    .option('--kind <kind>', 'of this kind alone, such as rescore-all')
    .option('--after <id>', 'those that come after this one')
    .option('--limit <number>', 'how many at most', '50')
    .action(async (options: ListOptions) => {
      const { kind, after, limit } = options
      const page = { kind, after, limit: Number(limit) }
      const found = await onHost(options, (host) => host.jobs.jobs.list(page))
      print(options, found, () => [...found.items.map(line), ...more(found.next)].join('\n') || 'no jobs')
    })

  withJson(onStore(jobs.command('show <id>')))
    .description('show a job')
    .action(async (id: string, options: SharedOptions) => {
      const job = await onHost(options, (host) => host.jobs.jobs.find(id))
      if (!job) throw notFound(id)
      print(options, job, () =>
        [line(job), ...(job.error ? [`${job.error.code}: ${job.error.message}`] : [])].join('\n'),
      )
    })

  withJson(onStore(jobs.command('cancel <id>')))
    .description('end a job before it is done, after the step it is at')
    .action(async (id: string, options: SharedOptions) => {
      const job = await onHost(options, (host) => host.jobs.jobs.cancel(id))
      if (!job) throw notFound(id)
      print(options, job, () => line(job))
    })

  onStore(jobs.command('run'))
    .description('do jobs of the store until it is stopped')
    .option('--once', 'do those there are, and end')
    .action(async (options: SharedOptions & { readonly once?: boolean }) => {
      const work = async (host: Host) => {
        await host.jobs.runner.look()
        if (!options.once) await stopped()
      }
      await onHost({ ...options, runsJobs: true }, work)
    })
}

function notFound(id: string): CompositorError {
  return new CompositorError('job-not-found', `There is no job '${id.slice(0, 120)}' in this store.`)
}

function line({ id, state, at, progress, isCancelled }: Job): string {
  const { done, total, step, rate } = progress
  const shown = isCancelled && state !== 'cancelled' ? `${state}, ending` : state
  const count = `${done}${total === undefined ? '' : `/${total}`}`
  const parts = [id, new Date(at).toISOString(), shown, step === undefined ? count : `${step} ${count}`]
  if (state === 'running' && rate !== undefined) parts.push(`${rate}/s${leftOf(progress)}`)
  return parts.join('  ')
}

function leftOf({ done, total, rate = 0 }: Job['progress']): string {
  return total === undefined || rate === 0 ? '' : `, ${Math.ceil((total - done) / rate)} s left`
}

function more(next: string | null): string[] {
  return next === null ? [] : [`... more with --after ${next}`]
}
