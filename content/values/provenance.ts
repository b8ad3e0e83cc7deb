import {
  coerced,
  fieldOwner,
  isAuthored,
  isOfCourse,
  layerOrder,
  overrideMisfit,
  type BlockField,
  type BlockTypes,
  type FieldOwner,
  type ValueLayer,
} from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { UsageKey } from '../../runtime/keys/index.js'
import { isSameJson, type Json, type JsonObject } from '../../runtime/values/json.js'
import { draftBlock, isUnitLine, OutlineLines, policyAbove, type ViewMoment } from '../publish/index.js'
import type { AuthoringStore } from '../version/index.js'
import { ValueTrace, wayTo, type TracedBlock } from './value-trace.js'

/** What one layer says of a field. */
export interface LayerValue {
  readonly layer: ValueLayer
  readonly value: Json
  /** Usage key of the block that says it, name of the policy group, or library block; absent of class defaults. */
  readonly from?: string
  /** Of a library's value: the version of the library. */
  readonly version?: string
  /** Whether this is the value that holds. */
  readonly won: boolean
}

/** Where a field's value comes from. */
export interface FieldProvenance {
  /** OLX name. */
  readonly field: string
  /** Whose the field is; see {@link FieldOwner}. */
  readonly owner: FieldOwner
  readonly scope: 'content' | 'settings'
  /** What holds, the class default included. */
  readonly value: Json
  /** The layer that won. */
  readonly layer: ValueLayer
  /** From the strongest to the weakest, only those that say something. */
  readonly layers: readonly LayerValue[]
  /** OLX name of the setting for which this one counts as not set; absent where it counts. */
  readonly voidedBy?: string
}

/** Where the values of a block come from. */
export interface Provenance {
  readonly usage: string
  readonly context: string
  readonly type: string
  /** Name of the version that was looked at. */
  readonly version: string
  /** Of a library block: what it is in its library. */
  readonly library?: { readonly key: string; readonly block: string; readonly version: string }
  readonly fields: readonly FieldProvenance[]
}

/**
 * Where the values of a block come from, by fields: of a block of a course or library, or of a library block where it stands
 * in a course (a contextual key, to any depth).
 * @param asked `fields`: OLX names; all fields that anything says, where it is left out
 * @throws CompositorError `context-unknown`, `version-unknown`, `block-not-found`, `field-value`
 */
export async function provenance(
  store: AuthoringStore,
  types: BlockTypes,
  usage: UsageKey,
  asked: ViewMoment & { readonly fields?: readonly string[] | undefined },
): Promise<Provenance> {
  const { context, version, traced } = await tracedBlock(store, types, usage, asked)
  const { type, block, origin } = traced
  const names = asked.fields ?? namesSaid(traced)
  const fields = names.flatMap((name) => {
    const field = type?.fieldByOlxName(name)
    if (field && isAuthored(field)) return [provenanceOf(traced, field)]
    if (asked.fields === undefined) return []
    const message = `A ${block.type} has no field '${name.slice(0, 200)}' that authors set.`
    throw new CompositorError('field-value', message, { usage: traced.usage })
  })
  return {
    usage: traced.usage,
    context,
    type: block.type,
    version,
    ...(origin && { library: { key: origin.library, block: block.key, version: origin.version } }),
    fields,
  }
}

/** A block where it stands in a version, with all that is said of it. @throws CompositorError as {@link provenance} does */
export async function tracedBlock(
  store: AuthoringStore,
  types: BlockTypes,
  usage: UsageKey,
  moment: ViewMoment,
): Promise<{ readonly context: string; readonly version: string; readonly traced: TracedBlock }> {
  const { own } = wayTo(usage)
  const context = own.context.withoutBranchOrVersion().toString()
  const draft = await draftBlock(store, types, context, own.toString(), moment)
  const trace = new ValueTrace(types, draft.gathered.blocks)
  let isInUnit = false
  for (const [key, above] of draft.above) {
    isInUnit ||= isUnitLine(draft.view, key, above)
    if (!isInUnit) trace.belowLine(key, above.settings)
    else {
      const { type, definition, settings } = above
      trace.below(key, { key, type, definition, content: {}, settings, children: [] })
    }
  }
  const lines = new OutlineLines(draft.view, types.mixins)
  trace.policed(policyAbove([...draft.above], lines, types, moment.at))
  const traced = trace.to(usage, draft.gathered.unit.root)
  if (!traced) throw notThere(context, usage)
  return { context, version: draft.view.name, traced }
}

/** Where one field of a traced block comes from. */
export function provenanceOf(traced: TracedBlock, field: BlockField): FieldProvenance {
  const { type, place } = traced
  const name = field.olxName
  const isCourses = type !== undefined && isOfCourse(type, name)
  const order = layerOrder(isCourses || !place.fromLibrary, place.defaultsFirst === true)
  const layers = order.flatMap((layer) => valuesIn(traced, field, layer))
  const voidedBy = voiding(traced, name)
  const winner = voidedBy === undefined ? layers[0] : layers.at(-1)
  return {
    field: name,
    owner: type ? fieldOwner(type, field) : 'both',
    scope: field.scope.name === 'content' ? 'content' : 'settings',
    value: winner?.value ?? null,
    layer: winner?.layer ?? 'default',
    layers: layers.map((one) => ({ ...one, won: one === winner })),
    ...(voidedBy !== undefined && { voidedBy }),
  }
}

type Said = Omit<LayerValue, 'won'>

function valuesIn(traced: TracedBlock, field: BlockField, layer: ValueLayer): Said[] {
  const { said, given, reference, block, usage, origin, libraryReference } = traced
  const name = field.olxName
  const of = (values: JsonObject | undefined) =>
    values && Object.hasOwn(values, name) ? values[name] : undefined
  const one = (value: Json | undefined, from?: string, version?: string): Said[] =>
    value === undefined
      ? []
      : [{ layer, value, ...(from !== undefined && { from }), ...(version !== undefined && { version }) }]
  const single = of(reference?.single)
  switch (layer) {
    case 'override':
      return single !== undefined && overrideMisfit(field, single) === undefined
        ? one(of(said.override), reference?.usage)
        : []
    case 'override-all': {
      const all = of(reference?.all)
      // Of what is said of all, what is inside the blocks referred to has settings of the course alone.
      const isMeant = traced.isReferred || (traced.type !== undefined && isOfCourse(traced.type, name))
      if (all === undefined || !isMeant || of(said.override) === undefined) return []
      return overrideMisfit(field, all) === undefined ? one(coerced(field, all), reference?.usage) : []
    }
    case 'own':
      return one(of(said.own), usage)
    case 'policy':
      return one(of(said.policy), traced.policyFrom[name])
    case 'inherited':
    case 'library-inherited': {
      const holding = of(said[layer])
      const all = given.filter((each) => each.layer === layer && each.field === name)
      if (holding === undefined) return []
      return all.filter(({ value }) => fits(field, value)).flatMap(({ value, from }) => one(value, from))
    }
    case 'library-override':
      return one(of(said['library-override']), libraryReference)
    case 'library':
      return one(of(said.library), block.key, origin?.version)
    case 'upstream':
      return one(of(said.upstream), upstreamOf(block.settings))
    case 'default':
      return one(field.field.toJson(field.field.freshDefault()))
  }
}

function fits({ field }: BlockField, value: Json): boolean {
  try {
    field.fromJson(value)
    return true
  } catch {
    return false
  }
}

/** The setting for which another one counts as not set. */
function voiding({ type, said, place }: TracedBlock, name: string): string | undefined {
  for (const mixin of type?.mixedIn?.keys() ?? []) {
    const by = mixin.rules.voidedBy?.[name]
    if (by === undefined) continue
    const order = layerOrder(false, place.defaultsFirst === true)
    const value = order.map((layer) => said[layer]?.[by]).find((one) => one !== undefined)
    if (isSameJson(value ?? null, true)) return by
  }
  return undefined
}

/** OLX names of fields that anything says, those of its own first. */
function namesSaid({ said, type }: TracedBlock): string[] {
  const names = new Set(Object.values(said).flatMap((values) => Object.keys(values ?? {})))
  return (type?.fields ?? []).map(({ olxName }) => olxName).filter((name) => names.has(name))
}

function upstreamOf({ upstream, upstream_block: seeds }: JsonObject): string | undefined {
  return [upstream, seeds].find((one) => typeof one === 'string' && one !== '') as string | undefined
}

function notThere(context: string, usage: UsageKey): CompositorError {
  const message = `The draft of '${context}' has no block '${usage.toString().slice(0, 300)}'.`
  return new CompositorError('block-not-found', message)
}
