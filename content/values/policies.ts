import { policyGroupOf, type BlockField, type PolicyGroup } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { titleOf } from '../../runtime/reference/index.js'
import type { Json, JsonObject } from '../../runtime/values/json.js'
import type { AuthoringStore, DraftOperation, VersionView } from '../version/index.js'
import { policyFields, unknownGroup } from './policy-misfits.js'
import { PolicyPlaces, type PolicyChange, type PolicyPlace } from './policy-places.js'
import { PolicyRules, type KnownTypes } from './policy-rules.js'

/** A policy group of a course. */
export interface NamedPolicy extends PolicyGroup {
  readonly name: string
  /** Usage keys of the blocks that name it. */
  readonly usages: readonly string[]
}

/** The policy groups of courses: what they say, and where they hold. What is changed are settings of blocks, in one step each. */
export class Policies {
  readonly #rules: PolicyRules

  constructor(
    private readonly store: AuthoringStore,
    private readonly types: KnownTypes,
  ) {
    this.#rules = new PolicyRules(types)
  }

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

  /** How the draft of a course is graded, as its file says; undefined where it does not say. @throws CompositorError `context-unknown` */
  async grading(context: string): Promise<Json | undefined> {
    return (await this.store.view(context, 'draft')).fact('grading_policy')
  }

  /** Sections, subsections and references of a course, with the groups they name. @throws CompositorError `context-unknown` */
  async places(context: string): Promise<readonly PolicyPlace[]> {
    return (await PolicyPlaces.read(await this.store.view(context, 'draft'), this.types)).places()
  }

  /**
   * What steps that {@link set}, {@link apply} and {@link remove} gave would make of the settings of blocks; nothing is changed.
   * @param now epoch milliseconds
   * @throws CompositorError `context-unknown`
   */
  async changes(
    context: string,
    steps: readonly DraftOperation[],
    now: number = Date.now(),
  ): Promise<readonly PolicyChange[]> {
    const places = await PolicyPlaces.read(await this.store.view(context, 'draft'), this.types)
    return places.changes(steps, now)
  }

  /** The settings that groups can say, of whatever block types there are, by OLX name. */
  settings(): ReadonlyMap<string, BlockField> {
    return this.#rules.fields()
  }

  /**
   * The step that makes a group, or makes it another one.
   * @throws CompositorError `context-unknown`; `field-value` for settings that are not the course's, values that do not fit and
   *   moments that are none
   */
  async set(context: string, group: string, said: PolicyGroup): Promise<readonly DraftOperation[]> {
    const [misfit] = this.#rules.misfits(group, said as unknown as Json)
    if (misfit !== undefined) throw refused(misfit)
    const view = await this.store.view(context, 'draft')
    const groups = { ...(await this.#groups(view)), [group]: this.#rules.stored(said) }
    return [edit(view.root, { [policyFields.groups]: groups }, [])]
  }

  /**
   * The steps that make a group, and let it hold at these blocks, and no more at sections, subsections and references that are not among them.
   * @param usages usage keys, as text
   * @throws CompositorError as {@link set}, `block-not-found`
   */
  async save(
    context: string,
    group: string,
    said: PolicyGroup,
    usages: readonly string[],
  ): Promise<readonly DraftOperation[]> {
    const made = await this.set(context, group, said)
    const view = await this.store.view(context, 'draft')
    const places = (await PolicyPlaces.read(view, this.types)).places()
    const held = places.flatMap(({ usage, names }) => (names.includes(group) ? [usage] : []))
    const joining = usages.filter((usage) => !held.includes(usage))
    const leaving = held.filter((usage) => !usages.includes(usage))
    return [
      ...made,
      ...(await this.#renamed(view, joining, (names) => [group, ...names.filter((one) => one !== group)])),
      ...(await this.#renamed(view, leaving, (names) => names.filter((one) => one !== group))),
    ]
  }

  /** The steps by which these groups hold at a block, and none of the others that there are. @throws CompositorError as {@link apply} */
  async holdAt(
    context: string,
    usage: string,
    groups: readonly string[],
  ): Promise<readonly DraftOperation[]> {
    const view = await this.store.view(context, 'draft')
    const known = Object.keys(await this.#groups(view))
    const unmade = groups.find((one) => !known.includes(one))
    if (unmade !== undefined) throw refused(unknownGroup(context, unmade))
    return this.#renamed(view, [usage], (names) => {
      const kept = names.filter((one) => groups.includes(one) || !known.includes(one))
      return [...groups.filter((one) => !kept.includes(one)), ...kept]
    })
  }

  /** The groups that a block names. @throws CompositorError `context-unknown`, `block-not-found` */
  async at(
    context: string,
    usage: string,
  ): Promise<{ readonly usage: string; readonly title: string; readonly names: readonly string[] }> {
    const view = await this.store.view(context, 'draft')
    const block = await view.block(usage)
    if (!block) throw gone(view, usage)
    const names = this.types.mixins?.policiesOf(block.settings) ?? []
    return { usage, title: titleOf(usage, block.settings), names }
  }

  /** The steps that take a group away, and its name from the blocks that have it. @throws CompositorError as {@link of}, `field-value` */
  async remove(context: string, group: string): Promise<readonly DraftOperation[]> {
    const view = await this.store.view(context, 'draft')
    const { [group]: gone, ...others } = await this.#groups(view)
    if (gone === undefined) throw refused(unknownGroup(context, group))
    const named = (await this.of(context)).find((one) => one.name === group)?.usages ?? []
    const steps = await this.#renamed(view, named, (names) => names.filter((one) => one !== group))
    const isLast = Object.keys(others).length === 0
    return [
      ...steps,
      isLast
        ? edit(view.root, {}, [policyFields.groups])
        : edit(view.root, { [policyFields.groups]: others }, []),
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
    if (holds && !Object.hasOwn(await this.#groups(view), group)) throw refused(unknownGroup(context, group))
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
      if (!block) throw gone(view, usage)
      const names = [...change(this.types.mixins?.policiesOf(block.settings) ?? [])]
      return names.length > 0
        ? edit(usage, { [policyFields.names]: names }, [])
        : edit(usage, {}, [policyFields.names])
    })
  }

  async #groups(view: VersionView): Promise<JsonObject> {
    const root = await view.block(view.root)
    return this.types.mixins?.policyGroupsOf(root?.settings ?? {}) ?? {}
  }
}

function edit(usage: string, settings: JsonObject, reset: readonly string[]): DraftOperation {
  return { do: 'edit', edit: { usage, content: {}, settings, reset } }
}

function gone(view: VersionView, usage: string): CompositorError {
  const message = `The draft of '${view.context}' has no block '${usage.slice(0, 300)}'.`
  return new CompositorError('block-not-found', message, { usage })
}

function refused(message: string): CompositorError {
  return new CompositorError('field-value', message)
}
