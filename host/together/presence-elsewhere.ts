import { randomUUID } from 'node:crypto'
import { momentaryHeads, type Heads } from '../../store/index.js'
import type { Present } from './present.js'

/** That somebody saved a block, told to other processes once. */
export interface SavedBlock {
  readonly id: string
  readonly usage: string
  readonly by: Present
}

/** What one process lets the others know. */
interface Told {
  /** Counts up while it lives. */
  readonly beat: number
  /** Who has which block open there. */
  readonly open: Readonly<Record<string, readonly Present[]>>
  readonly saved: readonly SavedBlock[]
}

interface OtherProcess {
  readonly text: string
  readonly told: Told
  /** Pulses since it told something else. */
  age: number
}

const prefix = `${momentaryHeads}present:`

/** Blocks that a process tells of, saves that are told at a time, and other processes that are listened to. */
const most = { blocks: 500, saved: 50, processes: 100 }

/** Pulses in which a process that lives tells something else, and for which saves are told. */
const patience = 3

/**
 * Who has which block open at other processes over the same store. Each process keeps one head while somebody is there, by which the others know it;
 * one that tells nothing new for three pulses is gone, and its head goes. No clocks are compared.
 */
export class PresenceElsewhere {
  readonly #name = `${prefix}${randomUUID()}`
  readonly #others = new Map<string, OtherProcess>()
  #written: string | undefined
  #beat = 0
  #open: Told['open'] = {}
  #saved: { readonly saved: SavedBlock; age: number }[] = []
  #watch: Disposable | undefined
  /** Whether it was read what others tell since somebody is here. */
  #hasListened = false
  /** Reading and writing, one after another. */
  #working: Promise<void> = Promise.resolve()
  #wanted = new Set<'read' | 'write'>()

  /** @param onNews told when others came or left, and of each block that was saved elsewhere */
  constructor(
    private readonly heads: Heads,
    private readonly onNews: (saved: readonly SavedBlock[]) => void,
  ) {}

  /** Who has a block open elsewhere. */
  at(usage: string): readonly Present[] {
    return [...this.#others.values()].flatMap(({ told }) => told.open[usage] ?? [])
  }

  /** Lets others know who has which block open here. */
  open(open: ReadonlyMap<string, readonly Present[]>): void {
    this.#open = Object.fromEntries([...open].slice(0, most.blocks))
    if (open.size > 0 && !this.#watch) {
      this.#watch = this.heads.watch((name) => {
        if (name === undefined || (name.startsWith(prefix) && name !== this.#name)) this.#want('read')
      })
      this.#want('read')
    }
    if (open.size === 0) this.#stopListening()
    this.#want('write')
  }

  /** Lets others know that somebody saved a block. */
  saved(usage: string, by: Present): void {
    this.#saved = [...this.#saved, { saved: { id: randomUUID(), usage, by }, age: 0 }].slice(-most.saved)
    this.#want('write')
  }

  /** To be called every few seconds, at about the same pace by all processes. */
  pulse(): void {
    if (this.#written === undefined && this.#others.size === 0 && !this.#watch) return
    this.#beat++
    for (const one of this.#saved) one.age++
    this.#saved = this.#saved.filter(({ age }) => age < patience)
    for (const other of this.#others.values()) other.age++
    this.#want('write')
    if (this.#watch) this.#want('read')
  }

  /** Others know of nobody here any more. */
  async close(): Promise<void> {
    this.#open = {}
    this.#saved = []
    this.#stopListening()
    this.#want('write')
    await this.#working
  }

  #stopListening(): void {
    this.#watch?.[Symbol.dispose]()
    this.#watch = undefined
    this.#hasListened = false
    this.#others.clear()
  }

  #want(what: 'read' | 'write'): void {
    if (this.#wanted.has(what)) return
    this.#wanted.add(what)
    // Who is here is of a moment: where the store is away, others are told later.
    const work = async () => {
      this.#wanted.delete(what)
      await (what === 'read' ? this.#read() : this.#write()).catch(() => undefined)
    }
    this.#working = this.#working.then(work)
  }

  async #write(): Promise<void> {
    const isNobody = Object.keys(this.#open).length === 0 && this.#saved.length === 0
    const told: Told = { beat: this.#beat, open: this.#open, saved: this.#saved.map(({ saved }) => saved) }
    const after = isNobody ? undefined : JSON.stringify(told)
    if (after === this.#written) return
    const written = await this.heads.change([{ name: this.#name, before: this.#written, after }])
    // Others took it for gone, as this process stood still.
    const [before] = written ? [] : await this.heads.texts([this.#name])
    if (written || (await this.heads.change([{ name: this.#name, before, after }]))) this.#written = after
  }

  async #read(): Promise<void> {
    if (!this.#watch) return
    const isFirst = !this.#hasListened
    this.#hasListened = true
    const names = (await this.heads.names(prefix)).filter((name) => name !== this.#name)
    const known = names.slice(0, most.processes)
    const texts = await this.heads.texts(known)
    const news: SavedBlock[] = []
    let isOther = false
    for (const [index, name] of known.entries()) {
      const text = texts[index]
      const before = this.#others.get(name)
      if (text === undefined) continue
      if (before?.text === text) {
        if (before.age < patience) continue
        this.#others.delete(name)
        isOther = true
        await this.heads.change([{ name, before: text, after: undefined }])
        continue
      }
      const told = toldIn(text)
      const heard = new Set(before?.told.saved.map(({ id }) => id))
      // What was saved before anybody listened here is in the page already.
      if (!isFirst) news.push(...told.saved.filter(({ id }) => !heard.has(id)))
      isOther ||= JSON.stringify(before?.told.open) !== JSON.stringify(told.open)
      this.#others.set(name, { text, told, age: 0 })
    }
    for (const name of this.#others.keys())
      if (!known.includes(name) || texts[known.indexOf(name)] === undefined) {
        this.#others.delete(name)
        isOther = true
      }
    if (isOther || news.length > 0) this.onNews(news)
  }
}

/** What another process told; what cannot be read tells of nobody. */
function toldIn(text: string): Told {
  try {
    return JSON.parse(text) as Told
  } catch {
    return { beat: 0, open: {}, saved: [] }
  }
}
