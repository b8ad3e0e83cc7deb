import type { Container } from 'inversify'
import {
  CompositorError,
  type BlockBase,
  type BlockType,
  type BlockTypes,
  type ConcreteAsideClass,
  type JsonObject,
} from '../../../runtime/index.js'
import {
  block,
  isAsideClass,
  typeOfClass,
  type BlockDraft,
  type ClassOf,
  type FieldsOf,
} from '../block-draft.js'
import { MemoryRuntime, type MemoryRuntimeOptions } from '../memory-runtime.js'
import { PlainBlock } from '../plain-block.js'
import type { PlacedBlock } from '../placed-block.js'
import type { TestLearner } from '../test-learner.js'

/** What an author says of a block type beside its class, so that more of it is looked at. */
export interface ConformanceOptions<B extends BlockBase = BlockBase> {
  /** Blocks to look at besides one with all defaults. */
  readonly scenarios?: readonly BlockDraft<B>[]
  /** Values of learner fields, by property name, as they may be stored once learners were here. */
  readonly state?: FieldsOf<B>
  /** Fields, by property name, that hold HTML: tags in them may reach the page, scripts may not. */
  readonly htmlFields?: readonly (keyof FieldsOf<B> & string)[]
  /** The plugin's compiled module, so that a worker can load it: `new URL('./index.js', import.meta.url)`. */
  readonly plugin?: URL | string
  /** Types of children that scenarios only name. */
  readonly types?: BlockTypes
  /** Binds services that the block finds in its hosts. They stay here: of what a worker does, only what it prepares is compared then. */
  readonly services?: (services: Container) => void
  /** What the block finds in its `Settings` service. */
  readonly settings?: JsonObject
  /** For an aside: the block it is looked at beside, where it does not stand beside any. */
  readonly beside?: BlockDraft
}

/** One block type, or aside, under examination. */
export class Subject<B extends BlockBase = BlockBase> {
  readonly type: BlockType
  readonly drafts: readonly BlockDraft<B>[]

  constructor(
    readonly blockClass: ClassOf<B>,
    readonly options: ConformanceOptions<B>,
  ) {
    this.type = typeOfClass(blockClass)
    this.drafts = [block(blockClass), ...(options.scenarios ?? [])]
  }

  /** A fresh runtime that nobody has used. */
  runtime(more: Pick<MemoryRuntimeOptions, 'denied' | 'catalogues'> = {}): MemoryRuntime {
    const { types, services, settings } = this.options
    const asides = this.aside ? [this.aside] : []
    return new MemoryRuntime({
      ...(types && { types }),
      ...(services && { services }),
      ...(settings && { settings }),
      asides,
      ...more,
    })
  }

  /** The class, where it is an aside's. */
  get aside(): ConcreteAsideClass | undefined {
    const { blockClass } = this
    return isAsideClass(blockClass) ? blockClass : undefined
  }

  /** Places what is examined: a block, or an aside beside one. */
  add(runtime: MemoryRuntime, draft: BlockDraft): PlacedBlock {
    return this.aside ? runtime.aside(runtime.add(this.standing(draft)), this.aside) : runtime.add(draft)
  }

  /** What stands on a page: the block itself, or the one that an aside is beside. */
  standing({ id: _id, ...draft }: BlockDraft): BlockDraft {
    if (!this.aside) return draft
    const { beside = block(PlainBlock) } = this.options
    return { ...beside, asides: { ...beside.asides, [this.type.name]: draft.fields } }
  }

  /** The views that pages show; views named for data are left out. */
  get pageViews(): readonly string[] {
    return [...this.type.views.keys()].filter((name) => !/_(data|user_state|submission_history)$/.test(name))
  }

  /** Stores the learner values that the author named, for one learner. */
  store(
    runtime: MemoryRuntime,
    placed: PlacedBlock,
    learner: TestLearner,
    state: object = this.options.state ?? {},
  ): void {
    const source = { usage: placed.key, type: placed.composed.type, definition: placed.composed.definition }
    const ids = { usage: source.usage, definition: source.definition, type: source.type, all: '' }
    for (const { name, olxName, scope, field } of this.type.fields) {
      if (!(name in state) || scope.user === 'none') continue
      const value = field.toJson(Reflect.get(state, name) as unknown)
      const { family } = this.type
      const address = { scope: scope.name, id: ids[scope.block], ...(this.aside && { family }) }
      runtime.fieldData.save(learner.id, [{ ...address, field: olxName, value }])
    }
  }

  /** @throws CompositorError `block-nonconforming` */
  fail(why: string): never {
    throw new CompositorError('block-nonconforming', `${this.type.name}: ${why}`)
  }
}
