import type { Json } from '../values/json.js'
import type { SaveOptions, SaveResult, SaveState } from './client-saving.js'

/** How a call of {@link ClientRuntime.call} is sent. */
export interface CallOptions {
  /** Appended to the handler's address after a slash. */
  readonly suffix?: string
  /** Whether the call must reach the host even when the page is being left; the body must be small. */
  readonly keepalive?: boolean
}

/** What a block's client module gets from the page: the way back to its own handlers, and nothing of other blocks. */
export interface ClientRuntime {
  /** The address of a handler of this block. */
  handlerUrl(handler: string, suffix?: string): string
  /** Calls a handler of this block with JSON, or with a `FormData` where it takes forms or files; rejects with the refusal's own words, which the learner may read. */
  call<Answer = Json>(handler: string, input?: unknown, options?: CallOptions): Promise<Answer>
  /**
   * Calls `listener` with the usage key of each block of the page, this one too, whenever a handler of it was called by its
   * client module and did not refuse: what is shown may depend on what others keep.
   */
  onCalled(listener: (usageKey: string) => void): void
  /** The plugin's words in the language of the page, as its views have them; loaded when first asked for. */
  words(): Promise<ClientWords>
  /** Has a text read out to learners who use a screen reader, when they pause. */
  announce(text: string): void
  /**
   * Saves fields from the block's own editor, on pages for authors alone: checked like the form, in the draft that the page was
   * made of. The page says how it goes, as by {@link notify}.
   * @typeParam Fields values by OLX name, each of its field's type
   * @throws Error where nothing was answered, or the page is none for authors
   */
  save<Fields extends object = Readonly<Record<string, Json>>>(
    set: Readonly<Partial<NoInfer<Fields>>>,
    options?: SaveOptions<NoInfer<Fields>>,
  ): Promise<SaveResult>
  /**
   * Tells the page how the saving of an editor stands, which says it to people; for editors that save by a handler of their own
   * (XBlock's `runtime.notify`). `cancelled` has the page made anew, as the block is saved. Pages for learners say nothing.
   * @param message further words, such as why it failed
   */
  notify(state: SaveState, message?: string): void
}

/** What client modules have of {@link I18n}. */
export interface ClientWords {
  /** As in BCP 47. */
  readonly locale: string
  /** A text in the language of the page; the text itself where there is no translation. */
  gettext(text: string): string
  /** The form of a text for a number of things. */
  ngettext(singular: string, plural: string, count: number): string
  /** A text that means one thing of several, as its context tells. */
  pgettext(context: string, text: string): string
  /** The form of such a text for a number of things. */
  npgettext(context: string, singular: string, plural: string, count: number): string
}

/**
 * What a client module exports as `init`. It is called once for each element of the block on the page; `Element`
 * is the browser's HTMLElement, which this file cannot name, as it is read on the server too.
 */
export type ClientInit<Element, Args = Json> = (
  element: Element,
  runtime: ClientRuntime,
  args: Args,
) => void | Promise<void>
