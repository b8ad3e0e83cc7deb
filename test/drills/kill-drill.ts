import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Numbers that a subject tells: what it found in the store on opening, or what was answered to it. */
export type Facts = Readonly<Record<string, number>>

/** What is damaged in a store. */
export interface FoundDamage {
  readonly what: string
  readonly message: string
}

/** What each subject tells, by its name. */
export type FactsBySubject = Readonly<Record<string, Facts>>

/** One life of a process that works on a store. */
export interface Life {
  /** What was in the store when it was opened. */
  readonly found: FactsBySubject
  /** What was answered, or found, last before it was opened, in any life. */
  readonly known: FactsBySubject
  /** What was damaged then. */
  readonly damage: readonly FoundDamage[]
}

/** What is drilled. */
export interface DrillOptions {
  /** Modules in `subjects`, without ending: all of them work at the same time, in one process. */
  readonly subjects: readonly string[]
  /** Address of the store. */
  readonly store: string
  /** File that events go to. */
  readonly events: string
  readonly kills: number
  /** Of the moments at which it is killed. */
  readonly seed: number
}

type Opened = Pick<Life, 'found' | 'damage'>

interface Told {
  readonly found?: FactsBySubject
  readonly damage?: readonly FoundDamage[]
  readonly answered?: FactsBySubject
}

const worker = fileURLToPath(new URL('drilled-process.mjs', import.meta.url))

/** Milliseconds that a process may take to open its store. */
const patience = 60_000

/**
 * Has a process work on a store, kills it with SIGKILL at a random moment, and has another one open the same store, look at
 * it and go on, again and again. The last one only looks, and ends by itself.
 */
export async function killDrill(options: DrillOptions): Promise<Life[]> {
  const { subjects, store, events, kills, seed } = options
  const random = randomNumbers(seed)
  const lives: Life[] = []
  const known: Record<string, Facts> = {}
  const know = (told: FactsBySubject = {}) => {
    for (const [subject, facts] of Object.entries(told)) known[subject] = { ...known[subject], ...facts }
  }
  for (let life = 0; life <= kills; life++) {
    const before = { ...known }
    const begun = performance.now()
    const task = life === kills ? 'look' : 'work'
    const child = fork(worker, [store, events, task, ...subjects], {
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    })
    // What it told may be read after it has ended.
    const ended = Promise.all([once(child, 'exit'), once(child, 'disconnect')])
    const complaints: string[] = []
    child.stderr?.on('data', (text: Buffer) => complaints.push(text.toString()))
    const opened = await new Promise<Opened>((resolve, reject) => {
      const give = (why: string) => reject(new Error(`Process ${life} ${why}: ${complaints.join('')}`))
      const late = setTimeout(() => {
        child.kill('SIGKILL')
        give(`did not open its store in ${patience} ms`)
      }, patience)
      child.on('message', (told: Told) => {
        know(told.found)
        know(told.answered)
        if (!told.found) return
        clearTimeout(late)
        resolve({ found: told.found, damage: told.damage ?? [] })
      })
      child.once('exit', (code) => {
        clearTimeout(late)
        give(`ended with ${code}`)
      })
    })
    if (task === 'work') {
      // By what opening took: a busy machine works more slowly, too.
      const within = (performance.now() - begun) / 2
      await new Promise((resolve) => setTimeout(resolve, random() * within))
      if (child.exitCode !== null)
        throw new Error(`Process ${life} ended with ${child.exitCode}: ${complaints.join('')}`)
      child.kill('SIGKILL')
    }
    await ended
    lives.push({ ...opened, known: before })
  }
  return lives
}

/** Numbers from 0 to 1, the same for one seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
