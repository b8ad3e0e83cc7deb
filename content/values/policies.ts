import {
  coerced,
  fieldOwner,
  isAuthored,
  overrideMisfit,
  policyGroupOf,
  type BlockField,
  type BlockType,
  type BlockTypes,
  type PolicyGroup,
} from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { date } from '../../runtime/field/index.js'
import type { Json, JsonObject } from '../../runtime/values/json.js'
import type { AuthoringStore, DraftOperation, VersionView } from '../version/index.js'

/** A policy group of a course. */
export interface NamedPolicy extends PolicyGroup {
  readonly name: string
  /** Usage keys of the blocks that name it. */
  readonly usages: readonly string[]
}

/** Block types, all of which can be asked for. */
type KnownTypes = BlockTypes & { readonly types?: () => readonly BlockType[] }

const fields = { names: 'policies', groups: 'policy_groups' } as const

/** Names of groups: short words, so that they can stand in addresses and lists. */
const name = /^[\p{L}\p{N}][\p{L}\p{N}_. -]{0,99}$/u

/** The policy groups of courses: what they say, and where they hold. What is changed are settings of blocks, in one step each. */
export class Policies {
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: KnownTypes,
  ) {}

  /** The groups of a course. @throws CompositorError `context-unknown` */
  async of(context: string): Promise<readonly NamedPolicy[]> {
    const view = await this.store.view(context, 'draft')
    const groups = await this.#groups(view)
    const usages = new Map<string, string[]>()
    for await (const [usage, { settings }] of view.allBlocks())
      for (const one of this.types.mixins?.policiesOf(settings) ?? [])
        usages.set(one, [...(usages.get(one) ?? []), usage])
    return Object.entries(groups).map(([one, json]) => {
      return { name: one, ...policyGroupOf(json), usages: usages.get(one) ?? [] }
    })
  }

  /**
   * The step that makes a group, or makes it another one.
   * @throws CompositorError `context-unknown`; `field-value` for settings that are not the course's, values that do not fit and
   *   moments that are none
   */
  async set(context: string, group: string, said: PolicyGroup): Promise<readonly DraftOperation[]> {
    if (!name.test(group)) throw refused(`'${group.slice(0, 100)}' is no name of a policy group.`)
    const dated = said.dated.map(({ from, settings }) => {
      if (from !== 'start' && from !== 'end' && !isDate(from))
        throw refused(
          `'${from.slice(0, 100)}' is no moment: say start, end or a date such as 2030-01-31T12:00:00Z.`,
        )
      return { from, settings: this.#stored(settings, true) }
    })
    const made: JsonObject = {
      ...(said.title !== undefined && { title: said.title }),
      settings: this.#stored(said.settings, false),
      ...(said.formats.length > 0 && { formats: [...said.formats] }),
      ...(dated.length > 0 && { dated }),
    }
    const view = await this.store.view(context, 'draft')
    return [edit(view.root, { [fields.groups]: { ...(await this.#groups(view)), [group]: made } }, [])]
  }

  /** The steps that take a group away, and its name from the blocks that have it. @throws CompositorError as {@link of}, `field-value` */
  async remove(context: string, group: string): Promise<readonly DraftOperation[]> {
    const view = await this.store.view(context, 'draft')
    const { [group]: gone, ...others } = await this.#groups(view)
    if (gone === undefined) throw unknown(context, group)
    const named = (await this.of(context)).find((one) => one.name === group)?.usages ?? []
    const steps = await this.#renamed(view, named, (names) => names.filter((one) => one !== group))
    const isLast = Object.keys(others).length === 0
    return [
      ...steps,
      isLast ? edit(view.root, {}, [fields.groups]) : edit(view.root, { [fields.groups]: others }, []),
    ]
  }

  /**
   * The steps by which a group holds for blocks and what is in them, or holds no more. The one named last comes first.
   * @throws CompositorError as {@link of}, `block-not-found`, `field-value` for a group that there is not
   */
  async apply(
    context: string,
    group: string,
    usages: readonly string[],
    holds: boolean,
  ): Promise<readonly DraftOperation[]> {
    const view = await this.store.view(context, 'draft')
    if (holds && !Object.hasOwn(await this.#groups(view), group)) throw unknown(context, group)
    return this.#renamed(view, usages, (names) => {
      const others = names.filter((one) => one !== group)
      return holds ? [group, ...others] : others
    })
  }

  async #renamed(
    view: VersionView,
    usages: readonly string[],
    change: (names: readonly string[]) => readonly string[],
  ): Promise<DraftOperation[]> {
    const blocks = await view.blocks(usages)
    return [...new Set(usages)].map((usage) => {
      const block = blocks.get(usage)
      if (!block) {
        const message = `The draft of '${view.context}' has no block '${usage.slice(0, 300)}'.`
        throw new CompositorError('block-not-found', message, { usage })
      }
      const names = [...change(this.types.mixins?.policiesOf(block.settings) ?? [])]
      return names.length > 0 ? edit(usage, { [fields.names]: names }, []) : edit(usage, {}, [fields.names])
    })
  }

  async #groups(view: VersionView): Promise<JsonObject> {
    const root = await view.block(view.root)
    return this.types.mixins?.policyGroupsOf(root?.settings ?? {}) ?? {}
  }

  #stored(settings: JsonObject, mayBeGone: boolean): JsonObject {
    return Object.fromEntries(
      Object.entries(settings).flatMap(([field, value]) =>
        value === undefined ? [] : [[field, this.#value(field, value, mayBeGone)]],
      ),
    )
  }

  #value(field: string, value: Json, mayBeGone: boolean): Json {
    const known = this.#fieldsCalled(field)
    const owned = known.filter(({ type, field: one }) => fieldOwner(type, one) === 'course')
    if (owned.length === 0) {
      const why =
        known.length > 0 ? 'is no setting that belongs to courses' : 'is a setting of no block type here'
      throw refused(
        `'${field.slice(0, 100)}' ${why}: policy groups set attempts, when answers show, weights and the like.`,
      )
    }
    if (value === null && mayBeGone) return null
    const fitting = owned.find((one) => overrideMisfit(one.field, value) === undefined)
    if (fitting) return coerced(fitting.field, value)
    const [first] = owned
    throw refused(`'${field}': ${first ? (overrideMisfit(first.field, value) ?? '') : ''}`)
  }

  #fieldsCalled(olxName: string): readonly { readonly type: BlockType; readonly field: BlockField }[] {
    return (this.types.types?.() ?? []).flatMap((type) => {
      const field = type.fieldByOlxName(olxName)
      return field && isAuthored(field) ? [{ type, field }] : []
    })
  }
}

function edit(usage: string, settings: JsonObject, reset: readonly string[]): DraftOperation {
  return { do: 'edit', edit: { usage, content: {}, settings, reset } }
}

function isDate(text: string): boolean {
  try {
    return date().fromJson(text) !== null
  } catch {
    return false
  }
}

function refused(message: string): CompositorError {
  return new CompositorError('field-value', message)
}

function unknown(context: string, group: string): CompositorError {
  return refused(`'${context}' has no policy group '${group.slice(0, 100)}'.`)
}
