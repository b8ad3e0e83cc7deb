import { performance } from 'node:perf_hooks'
import { workerData } from 'node:worker_threads'
import { keepProcess, loadPlugins, type LoadedPlugins, type PluginList } from '../plugins/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import { composeRecord } from './compose.js'
import { recordsWith } from './records-with.js'
import { answerTexts } from './compose-answer.js'
import { markReady } from './thread-readiness.js'
import { threadNumber } from './thread-time.js'

/** What a worker is asked. */
export interface ComposeTask {
  /** A GatheredUnit, as JSON text. */
  readonly record: string
  /** Names what it is composed from. */
  readonly version: string
  /**
   * Three numbers, shared: the worker writes the time (epoch ms) at which it began, 0 until then, which call of a
   * block type's code it is in, and the number of its thread.
   */
  readonly begun: Float64Array
  /** Calls that did not end before, with the reason. */
  readonly broken?: ReadonlyMap<number, string>
}

const thread = threadNumber()

keepProcess()

/** What each thread of a pool is given. */
export interface ThreadData {
  readonly plugins: PluginList
  /** See {@link ThreadReadiness}. */
  readonly ready: Int32Array
  /** Block types that the plugins have where they are registered first. */
  readonly typeNames: readonly string[]
}

const { plugins, ready, typeNames } = workerData as ThreadData
markReady(ready)

let loaded: Promise<ThreadPlugins> | undefined

/** The plugins as this thread has them, with what finds block types in a record that it could not load. */
interface ThreadPlugins extends LoadedPlugins {
  readonly absent: RegExp | undefined
}

async function loadedHere(): Promise<ThreadPlugins> {
  const all = await loadPlugins(plugins)
  const absent = typeNames.filter((name) => all.types.get(name) === undefined)
  return { ...all, absent: absent.length > 0 ? recordsWith(absent) : undefined }
}

/**
 * Composes one unit in a piscina thread. Plugins are loaded with the first task rather than with the module: a
 * module that fails to load makes piscina start threads without end.
 */
export default async function composeTask({
  record,
  version,
  begun,
  broken = new Map(),
}: ComposeTask): Promise<readonly string[]> {
  const { types, absent, diagnostics } = await (loaded ??= loadedHere())
  begun[2] = thread
  begun[0] = Date.now()
  const start = performance.now()
  try {
    if (absent?.test(record)) {
      const why = diagnostics.map(({ message }) => message).join(' ')
      throw new CompositorError('plugin-load', `A thread that composes lacks a plugin: ${why}`)
    }
    const enter = (call: number) => {
      begun[1] = call
    }
    const unit = composeRecord(record, version, types, { enter, broken })
    begun[1] = 0
    return answerTexts({ ms: performance.now() - start, unit })
  } catch (thrown) {
    const error = CompositorError.from(thrown, 'block-failed').toJSON()
    return answerTexts({ ms: performance.now() - start, error })
  }
}
