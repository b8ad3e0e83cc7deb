import { Container } from 'inversify'
import {
  AsideType,
  BlockRuntime,
  BlockType,
  type BlockRuntimeOptions,
  type ComposedBlock,
  type ConcreteAsideClass,
  type ConcreteBlockClass,
  type FieldData,
  type HandlerRequest,
  type JsonObject,
  type RecordAddress,
} from '../../runtime/index.js'

/** A runtime of these classes alone. */
export function runtimeOf(
  classes: readonly unknown[],
  options: Partial<BlockRuntimeOptions> & { readonly asides?: readonly unknown[] } = {},
): BlockRuntime {
  const { asides = [], ...rest } = options
  const types = new Map(
    (classes as ConcreteBlockClass[])
      .flatMap((one) => BlockType.allOf(one, 'test-plugin'))
      .map((type) => [type.name, type] as const),
  )
  const compiled = (asides as ConcreteAsideClass[]).map((one) => new AsideType(one, 'test-plugin'))
  return new BlockRuntime({
    types: { get: (name) => types.get(name), asides: compiled },
    services: new Container(),
    ...rest,
  })
}

/** A composed block of a type, under a key of its own. */
export function composed(
  type: string,
  fields: JsonObject = {},
  children: readonly ComposedBlock[] = [],
  id = `${type}1`,
): ComposedBlock {
  return { key: `block-v1:O+C+R+type@${type}+block@${id}`, type, definition: 'd', fields, children }
}

/** A learner of whom these records are stored. */
export function stored(
  records: readonly (RecordAddress & { readonly values: JsonObject })[] = [],
): FieldData {
  return {
    record: ({ scope, id, family }) =>
      records.find((one) => one.scope === scope && one.id === id && one.family === family)?.values,
  }
}

/** A request to a handler. */
export function request(given: Partial<HandlerRequest> = {}): HandlerRequest {
  return { method: 'POST', suffix: '', query: new Map(), body: '{}', ...given }
}
