import type { Mixins } from '../../runtime/block/index.js'
import { isJsonObject, type JsonObject } from '../../runtime/values/json.js'
import { PolicyRules, type KnownTypes } from './policy-rules.js'

/** The settings that say which policy groups hold at a block, and which there are, by OLX name. */
export const policyFields = { names: 'policies', groups: 'policy_groups' } as const

/** Something of a block's policy groups that does not fit. */
export interface PolicyMisfit {
  /** OLX name of the setting that says it. */
  readonly field: (typeof policyFields)[keyof typeof policyFields]
  readonly message: string
}

/** The course that a block is of. */
export interface PolicyCourse {
  /** Its key, as text. */
  readonly context: string
  /** Settings of its root, by OLX name. */
  readonly root: JsonObject
  /** Groups that it gets in the same change, by name; none when left out. */
  readonly besides?: JsonObject
}

/** What does not fit of the policy groups that the blocks of a course name and define. */
export class PolicyMisfits {
  readonly #rules: PolicyRules
  readonly #mixins: Mixins | undefined

  constructor(types: KnownTypes) {
    this.#rules = new PolicyRules(types)
    this.#mixins = types.mixins
  }

  /** @param settings of the block, by OLX name @param isRoot whether it is the course itself */
  *of(
    settings: JsonObject,
    isRoot: boolean,
    { context, root, besides }: PolicyCourse,
  ): Iterable<PolicyMisfit> {
    if (!this.#mixins?.fieldByOlxName(policyFields.groups)) return
    const { [policyFields.groups]: groups } = settings
    const say = (field: PolicyMisfit['field'], message: string): PolicyMisfit => ({ field, message })
    if (groups !== undefined && !isRoot)
      yield say(policyFields.groups, 'Policy groups stand at the course itself; no other block defines any.')
    else if (isJsonObject(groups))
      for (const [name, json] of Object.entries(groups))
        for (const message of this.#rules.misfits(name, json))
          yield say(policyFields.groups, `In group '${name.slice(0, 100)}': ${message}`)
    const known = { ...this.#mixins.policyGroupsOf(root), ...besides }
    for (const name of this.#mixins.policiesOf(settings))
      if (!Object.hasOwn(known, name)) yield say(policyFields.names, unknownGroup(context, name))
  }
}

/** That a course has no policy group of a name. */
export function unknownGroup(context: string, name: string): string {
  return `'${context}' has no policy group '${name.slice(0, 100)}'.`
}
