import { ComponentMatching, mostInGroup, type BlockTypes } from '../../runtime/block/index.js'
import type { Finding } from '../../runtime/errors/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import {
  openedPool,
  type DrawsTogether,
  type MemberPool,
  type PublishedBlock,
} from '../../runtime/unit/index.js'
import { drawingOf } from './draws-together.js'

/** What is looked at to say whether groups can be drawn. */
export interface GroupsView {
  /** The units of a group, each with those of its banks and references that are of the group. */
  group(
    name: string,
  ): Promise<readonly { readonly root: PublishedBlock; readonly draws: readonly DrawsTogether[] }[]>
  /** What is stored of a bank's pool, as JSON; undefined where it is not there. */
  pool(hash: string): Promise<string | undefined>
  /** The usage key of the block that has an id; undefined where none has. */
  blockOfId(id: string): Promise<string | undefined>
  /** Of a bank, what it draws together with; undefined where there is no such bank. */
  drawsOf(usage: string): Promise<Pick<DrawsTogether, 'sameAs'> | undefined>
}

/** A bank or reference with the components that it may show. */
interface Bank {
  readonly usage: string
  readonly title: string
  readonly shown: number
  readonly components: readonly string[]
}

/** Says of reference groups, and of banks that follow others, what their authors should know before learners draw. */
export class GroupFindings {
  readonly #pools = new Map<string, Promise<MemberPool | undefined>>()

  constructor(
    private readonly view: GroupsView,
    private readonly types: BlockTypes,
  ) {}

  /** Whether the pools of a group are large enough for all its banks. */
  async ofGroup(name: string): Promise<readonly Finding[]> {
    const banks: Bank[] = []
    let count = 0
    for (const { root, draws } of await this.view.group(name)) {
      count += draws.length
      const wanted = new Set(draws.map(({ usage }) => usage))
      for (const block of blocksIn(root))
        if (wanted.has(block.key) && banks.length < mostInGroup) banks.push(await this.#bank(block))
    }
    const findings = lacking(name, banks)
    const [first] = banks
    if (count <= mostInGroup || !first) return findings
    const message = `The reference group '${name}' has ${count} banks and references; the first ${mostInGroup} draw together, the others by themselves.`
    return [...findings, { level: 'warning', code: 'reference-group-large', usage: first.usage, message }]
  }

  /** Whether a bank that follows others comes to one that draws. */
  async ofFollower({ usage, sameAs = '' }: DrawsTogether): Promise<readonly Finding[]> {
    const seen = new Set([usage])
    for (let named = sameAs; ;) {
      const next = await this.#named(named)
      const draws = next === undefined ? undefined : await this.view.drawsOf(next)
      const says = `${usage} is to show the same as '${sameAs.slice(0, 200)}', which`
      if (next === undefined || !draws)
        return [unfollowed(usage, `${says} ${named === sameAs ? 'is' : 'leads to'} no bank of the course.`)]
      if (seen.has(next)) return [unfollowed(usage, `${says} leads back to it.`)]
      if (draws.sameAs === undefined) return []
      seen.add(next)
      named = draws.sameAs
    }
  }

  async #named(text: string): Promise<string | undefined> {
    try {
      return parseUsageKey(text).withoutBranchOrVersion().toString()
    } catch {
      return this.view.blockOfId(text)
    }
  }

  async #bank(block: PublishedBlock): Promise<Bank> {
    const { key: usage, children, pool: hash, referred = [] } = block
    const pool = hash === undefined ? undefined : await this.#pool(hash)
    const components = [
      ...children.map(({ key, settings }) => {
        const { upstream } = settings
        return typeof upstream === 'string' && upstream !== '' ? upstream : key
      }),
      ...Array.from({ length: pool?.size ?? 0 }, (_, place) => pool?.block(place) ?? ''),
      ...referred.flatMap((one) => ('record' in one ? [one.block] : [])),
    ]
    const count = drawingOf(block, this.types)?.count ?? -1
    const shown = count < 0 ? components.length : Math.min(count, components.length)
    const { display_name: title } = block.settings
    return { usage, title: typeof title === 'string' && title !== '' ? title : usage, shown, components }
  }

  #pool(hash: string): Promise<MemberPool | undefined> {
    let pool = this.#pools.get(hash)
    if (!pool) {
      pool = this.view.pool(hash).then((text) => (text === undefined ? undefined : openedPool(text)))
      this.#pools.set(hash, pool)
    }
    return pool
  }
}

/** How many components are shown twice, whatever is drawn: all that are shown, less the most different ones there can be. */
function lacking(name: string, banks: readonly Bank[]): Finding[] {
  const all = banks.reduce((sum, { shown }) => sum + shown, 0)
  // Who has more than all show together never falls short.
  const scarce = banks.filter(({ components, shown }) => components.length < all && shown > 0)
  const numbers = new Map<string, number>()
  const lists = scarce.map(({ components }) =>
    Int32Array.from(components, (component) => {
      const number = numbers.get(component) ?? numbers.size
      numbers.set(component, number)
      return number
    }),
  )
  const matching = new ComponentMatching(lists, numbers.size)
  let twice = 0
  let short: Bank | undefined
  for (const [place, bank] of scarce.entries()) {
    const lack = bank.shown - matching.fill(place, bank.shown)
    if (lack > 0) short ??= bank
    twice += lack
  }
  if (!short) return []
  const message = `The ${banks.length} banks and references of group '${name}' show ${all} components to each learner, of which ${twice} ${twice === 1 ? 'has' : 'have'} to be shown twice, as their pools have too few. The first that falls short is '${short.title}'.`
  return [{ level: 'warning', code: 'reference-group-small', usage: short.usage, message }]
}

function unfollowed(usage: string, message: string): Finding {
  return { level: 'warning', code: 'reference-same-as', usage, message: `${message} It draws by itself.` }
}

function* blocksIn(block: PublishedBlock): Iterable<PublishedBlock> {
  yield block
  for (const child of block.children) yield* blocksIn(child)
}
