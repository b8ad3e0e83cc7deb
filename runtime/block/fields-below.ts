import type { Json } from '../values/json.js'
import type { EffectiveFields, Inherited } from './field-place.js'
import type { Mixins } from './mixins.js'

/** What holds below a block: what was given to it, and what holds for itself. */
export function fieldsBelow(
  above: Inherited,
  { fields, sources }: EffectiveFields,
  fromLibrary: boolean,
  mixins?: Mixins,
): Inherited {
  const { inherited, libraryInherited, policy } = above
  if (!mixins) return above
  let course: Record<string, Json> | undefined
  let library: Record<string, Json> | undefined
  let ruled: Record<string, Json> | undefined
  for (const name in fields) {
    const value = fields[name]
    const source = sources?.[name]
    if (value === undefined || source === 'inherited' || source === 'policy' || !mixins.isInherited(name))
      continue
    if (fromLibrary && source === 'library') {
      ;(library ??= { ...libraryInherited })[name] = value
      continue
    }
    if (inherited[name] !== value) (course ??= { ...inherited })[name] = value
    if (libraryInherited && Object.hasOwn(libraryInherited, name))
      delete (library ??= { ...libraryInherited })[name]
    if (policy && Object.hasOwn(policy, name)) delete (ruled ??= { ...policy })[name]
  }
  return {
    inherited: course ?? inherited,
    libraryInherited: library ?? libraryInherited,
    policy: ruled ?? policy,
  }
}
