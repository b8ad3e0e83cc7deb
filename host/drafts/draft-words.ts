/** What a person says of a change; with `expected`, what they thought the draft to be. */
export interface DraftWords {
  readonly comment?: string | undefined
  readonly author?: string | undefined
  readonly expected?: string | undefined
}
