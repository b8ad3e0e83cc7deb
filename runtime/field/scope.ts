/** For whom a value is kept: everybody's content, one learner, or all learners together. */
export type UserScope = 'none' | 'one' | 'all'

/** For what a value is kept: one usage, every usage of a definition, every block of a type, or all blocks. */
export type BlockScope = 'usage' | 'definition' | 'type' | 'all'

/** Where a field's value lives: a pair of user scope and block scope (XBlock's `Scope`). */
export interface Scope {
  readonly name: ScopeName
  readonly user: UserScope
  readonly block: BlockScope
}

const pairs = {
  content: ['none', 'definition'],
  settings: ['none', 'usage'],
  userState: ['one', 'usage'],
  preferences: ['one', 'type'],
  userInfo: ['one', 'all'],
  userStateSummary: ['all', 'usage'],
  sharedByType: ['none', 'type'],
  sharedByAll: ['none', 'all'],
  userDefinition: ['one', 'definition'],
  summaryByDefinition: ['all', 'definition'],
  summaryByType: ['all', 'type'],
  summaryByAll: ['all', 'all'],
} as const satisfies Record<string, readonly [UserScope, BlockScope]>

/** The name of one of the 12 scopes: the six that XBlock names, then the six it leaves unnamed. */
export type ScopeName = keyof typeof pairs

/** Names of the scopes that are the same for everybody, and may be read while composing. */
export type SharedScopeName = 'content' | 'settings' | 'sharedByType' | 'sharedByAll'

/** All 12 scopes by name. */
export const scopes = Object.fromEntries(
  Object.entries(pairs).map(([name, [user, block]]) => [name, { name, user, block }]),
) as { readonly [Name in ScopeName]: Scope & { readonly name: Name } }

/** Whether values of this scope are the same for everybody. */
export function isShared(scope: Scope): boolean {
  return scope.user === 'none'
}
