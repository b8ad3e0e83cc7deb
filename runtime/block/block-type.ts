import { CompositorError } from '../errors/index.js'
import { isShared } from '../field/scope.js'
import { servicesOf, type ServiceDeclaration } from '../service/needs.js'
import { choiceMethodsOf } from '../view/field-choices.js'
import { handlersOf } from '../view/handler.js'
import type { HandlerSpec } from '../view/handler-options.js'
import { jobsOf, type JobSpec } from '../view/job.js'
import { reportSpecOf, type ReportSpec } from '../view/report.js'
import { rescoreMethodOf } from '../view/rescore.js'
import { viewsOf } from '../view/view.js'
import type { Catalogues } from '../words/catalogues.js'
import { fieldsOf, type BlockBase } from './block.js'
import { blockSpecOf, type Capabilities } from './block-decorator.js'
import type { BlockField } from './field-definition.js'
import { withMixedIn, type AnyFieldMixin, type MixedIn } from './mixed-in.js'
import { FieldValues, type ValueSource } from './field-values.js'

/** The type that shows blocks of types nobody provides. */
export const fallbackType = 'unsupported'

/** A class that `@block` was put on. */
export type ConcreteBlockClass = new (...services: never[]) => BlockBase

/** A registered block type: what the kernel compiled from a class. */
export class BlockType {
  readonly fields: readonly BlockField[]
  /** Of them, those whose values may differ from learner to learner, or change as learners go on. */
  readonly learnerFields: readonly BlockField[]
  readonly views: ReadonlyMap<string, string>
  readonly handlers: ReadonlyMap<string, HandlerSpec>
  /** The method that grades a learner's submissions again, where the type can. */
  readonly rescoreMethod: string | undefined
  /** What it tells staff in rows, where it does. */
  readonly report: ReportSpec | undefined
  /** Long work that staff can start, by name. */
  readonly jobs: ReadonlyMap<string, JobSpec>
  /** The methods that say what authors can choose from, by OLX name of the field. */
  readonly choiceMethods: ReadonlyMap<string, string>
  readonly services: readonly ServiceDeclaration[]
  /** Keeps the values of blocks and asides apart. */
  readonly family: 'xblock.v1' | 'xblock_asides.v1' = 'xblock.v1'
  /** @internal The fields that mixins added; undefined without any. */
  readonly mixedIn: MixedIn | undefined
  readonly #fieldsByOlxName: ReadonlyMap<string, BlockField>

  /** @param words of its plugin, in the languages of learners @param plugin name of the plugin that provides it @param mixins whose fields it has besides its own */
  constructor(
    readonly name: string,
    readonly plugin: string,
    readonly blockClass: ConcreteBlockClass,
    readonly capabilities: Capabilities<never>,
    views: ReadonlyMap<string, string> = viewsOf(blockClass.prototype as object),
    mixins: readonly AnyFieldMixin[] = [],
    readonly words?: Catalogues,
  ) {
    const { fields, mixedIn } = withMixedIn(fieldsOf(blockClass), mixins)
    this.fields = fields
    this.learnerFields = fields.filter(({ scope }) => !isShared(scope))
    this.mixedIn = mixedIn
    this.#fieldsByOlxName = new Map(this.fields.map((field) => [field.olxName, field]))
    this.views = views
    this.handlers = handlersOf(blockClass.prototype as object)
    this.rescoreMethod = rescoreMethodOf(blockClass.prototype as object)
    this.report = reportSpecOf(blockClass.prototype as object)
    this.jobs = jobsOf(blockClass.prototype as object)
    this.choiceMethods = new Map(
      [...choiceMethodsOf(blockClass.prototype as object)].map(([property, method]) => [
        this.fields.find(({ name }) => name === property)?.olxName ?? property,
        method,
      ]),
    )
    this.services = servicesOf(blockClass)
  }

  /** The types a class provides: its own name and its aliases. */
  static allOf(blockClass: ConcreteBlockClass, plugin: string, words?: Catalogues): BlockType[] {
    const spec = blockSpecOf(blockClass)
    if (!spec) {
      throw new CompositorError(
        'plugin-invalid',
        `${blockClass.name} of plugin '${plugin}' has no @block('type').`,
      )
    }
    return [spec.type, ...(spec.capabilities.aliases ?? [])].map(
      (name) => new BlockType(name, plugin, blockClass, spec.capabilities, undefined, [], words),
    )
  }

  /** The same type with the fields of mixins. */
  withMixins(mixins: readonly AnyFieldMixin[]): BlockType {
    const { name, plugin, blockClass, capabilities, views, words } = this
    return new BlockType(name, plugin, blockClass, capabilities, views, mixins, words)
  }

  /** The same type, whose words are these. */
  withWords(words: Catalogues): BlockType {
    const { name, plugin, blockClass, capabilities, views } = this
    return new BlockType(name, plugin, blockClass, capabilities, views, [], words)
  }

  fieldByOlxName(olxName: string): BlockField | undefined {
    return this.#fieldsByOlxName.get(olxName)
  }

  /**
   * The content and settings of a block as its capabilities read them. Touching a learner field throws
   * `field-scope`: composition is the same for everyone.
   */
  sharedFields(source: ValueSource): never {
    return this.reader(new FieldValues(source, undefined, this.mixedIn))
  }

  /** What reads field values by the properties of the class, with what it works out of them. */
  reader(values: FieldValues): never {
    const reader: unknown = Object.create(this.blockClass.prototype as object)
    Object.defineProperty(reader, 'fieldValues', { value: values })
    Object.defineProperty(reader, 'fieldCache', { value: values.cache })
    return reader as never
  }
}
