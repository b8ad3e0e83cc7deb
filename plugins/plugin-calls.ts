import { AsyncLocalStorage } from 'node:async_hooks'
import { syncBuiltinESMExports } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { CompositorError, judgeUncaught, messageOf } from '../runtime/errors/index.js'
import { manifestOf } from './manifest.js'
import { packageOf } from './package-file.js'
import { pluginModule } from './plugin-module.js'
import { shippedPlugin } from './shipped-plugin.js'

/** Code of a plugin that was called, and everything that it left behind: timers, promises. */
export interface PluginCall {
  /** The plugin's name, or what it was loaded by. */
  readonly plugin: string
  /** What was called, for messages: `poll in 'student_view'`, `its module`. */
  readonly doing: string
  /** The block it was called for, as text. */
  readonly usage?: string
  /** Ends the call as failed, where it is under way. */
  readonly fail?: (error: CompositorError) => void
}

const calls = new AsyncLocalStorage<PluginCall>()

/** Runs code of a plugin, so that what it leaves behind is known to be its own. */
export function callPlugin<T>(call: PluginCall, work: () => T): T {
  return calls.run(call, work)
}

/** Runs code of a block: that of a plugin as {@link callPlugin} does, the shipped one's at no cost. */
export function containPlugins<T>(call: PluginCall, work: () => T): T {
  return call.plugin === shippedPlugin ? work() : callPlugin(call, work)
}

/** Told of a fault of a plugin that nobody could catch. */
type OnFault = (error: CompositorError, call: PluginCall) => void

interface Watch {
  /** Addresses that stand in the stack of code of a plugin, by the plugin. */
  readonly places: ReadonlyMap<string, readonly string[]>
  readonly onFault: OnFault
}

const watches = new Set<Watch>()
let judging: Disposable | undefined

/**
 * While it lasts, a promise that a plugin lets fail unheard, an error in a timer of a plugin, and a plugin that asks to end
 * the process do not end it: the call that left it behind fails, and `onFault` is told. Everything else goes its way as if
 * nobody watched. Who is to blame is known by the call it came from, else by the files in its stack.
 * @param specifiers of the plugins that are watched; the shipped one is not
 */
export function watchPlugins(specifiers: readonly string[], onFault: OnFault): Disposable {
  const places = new Map(
    specifiers.filter((one) => one !== shippedPlugin).map((one) => [one, placesOf(one)] as const),
  )
  const watch: Watch = { places, onFault }
  if (watches.size === 0) begin()
  watches.add(watch)
  return {
    [Symbol.dispose]: () => {
      if (watches.delete(watch) && watches.size === 0) end()
    },
  }
}

/** Where a plugin's code lies: its package, where that is a plugin's own; else its module. */
function placesOf(specifier: string): string[] {
  try {
    const address = pluginModule(specifier)
    const file = fileURLToPath(address.startsWith('file:') ? address : import.meta.resolve(address))
    const folder = manifestOf(file) === undefined ? undefined : packageOf(file)?.folder
    const path = folder === undefined ? file : `${folder}/`
    return [path, pathToFileURL(path).href]
  } catch {
    return []
  }
}

/** Whose code this is, or came from. */
function blamed(stack: string | undefined): PluginCall | undefined {
  const call = calls.getStore()
  if (call || stack === undefined) return call
  for (const { places } of watches) {
    for (const [plugin, known] of places) {
      if (known.some((place) => stack.includes(place)))
        return { plugin, doing: 'code that nobody waited for' }
    }
  }
  return undefined
}

/** @returns whether it was a plugin's fault, which is told then */
function isPluginsFault(thrown: unknown): boolean {
  const call = blamed(thrown instanceof Error ? thrown.stack : undefined)
  if (!call) return false
  const { plugin, doing, usage, fail } = call
  const error = new CompositorError(
    'block-failed',
    `Plugin '${plugin}' failed in ${doing}, where nobody could catch it: ${messageOf(thrown).slice(0, 1000)}`,
    { cause: thrown, ...(usage !== undefined && { usage }) },
  )
  fail?.(error)
  for (const { onFault } of watches) onFault(error, call)
  return true
}

const own = {
  exit: process.exit,
  abort: process.abort,
  kill: process.kill,
  removeAllListeners: process.removeAllListeners,
}

/** What ends a process, or would let it end, refusing plugins. */
const guarded = {
  exit: ((code) => {
    refuse('process.exit')
    return own.exit.call(process, code)
  }) satisfies typeof process.exit,
  abort: (() => {
    refuse('process.abort')
    return own.abort.call(process)
  }) satisfies typeof process.abort,
  kill: ((pid, signal) => {
    if (Math.abs(pid) === process.pid || pid === 0) refuse('process.kill')
    return own.kill.call(process, pid, signal)
  }) satisfies typeof process.kill,
  /** Without those that listen here, what a plugin leaves behind would end the process. */
  removeAllListeners: ((event) => {
    refuse('process.removeAllListeners')
    return own.removeAllListeners.call(process, event)
  }) satisfies typeof process.removeAllListeners,
}

/** @throws CompositorError `block-failed` for code of a plugin */
function refuse(what: string): void {
  const call = blamed(new Error(what).stack)
  if (!call) return
  throw new CompositorError(
    'block-failed',
    `Plugin '${call.plugin}' called ${what} in ${call.doing}; a plugin may not end the process it runs in.`,
    { ...(call.usage !== undefined && { usage: call.usage }) },
  )
}

/** Lets nobody in this thread send the process a signal: a thread of plugins may end itself alone. */
export function keepProcess(): void {
  const { kill } = process
  process.kill = (pid, signal) => {
    if (Math.abs(pid) === process.pid || pid === 0) {
      throw new CompositorError('block-failed', 'Code that composes may not end the process it runs in.')
    }
    return kill.call(process, pid, signal)
  }
  syncBuiltinESMExports()
}

function begin(): void {
  judging = judgeUncaught(isPluginsFault)
  Object.assign(process, guarded)
  syncBuiltinESMExports()
}

function end(): void {
  judging?.[Symbol.dispose]()
  for (const name of ['exit', 'abort', 'kill', 'removeAllListeners'] as const) {
    if (process[name] === guarded[name]) Object.assign(process, { [name]: own[name] })
  }
  syncBuiltinESMExports()
}
