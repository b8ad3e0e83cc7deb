interface Present {
  readonly id: string
  readonly name: string
}

type PresenceMessage =
  | { readonly kind: 'here'; readonly people: readonly Present[] }
  | { readonly kind: 'saved'; readonly by: Present }

/**
 * Says who else has the block of a page open, and that somebody saved it. Pages that nobody looks at listen to nothing, as browsers
 * have few connections to a site.
 */
export function followPresence(): void {
  const block = document.querySelector<HTMLElement>('.author-block[data-present]')
  const line = block?.querySelector<HTMLElement>('.author-present')
  const { present, me, here = '%', saved = '%' } = block?.dataset ?? {}
  if (!line || present === undefined) return
  let source: EventSource | undefined
  let news = ''
  let people = ''
  const show = () => {
    const text = [news, people].filter(Boolean).join(' ')
    if (line.textContent !== text) line.textContent = text
  }
  const take = (message: PresenceMessage) => {
    if (message.kind === 'saved') {
      if (message.by.id !== me) news = saved.replace('%', () => message.by.name)
    } else {
      const names = message.people.filter(({ id }) => id !== me).map(({ name }) => name)
      const list = new Intl.ListFormat(document.documentElement.lang).format(names)
      people = names.length > 0 ? here.replace('%', () => list) : ''
    }
    show()
  }
  const follow = () => {
    if (document.visibilityState === 'hidden') {
      source?.close()
      source = undefined
      return
    }
    if (source) return
    source = new EventSource(present)
    source.addEventListener('message', ({ data }) => take(JSON.parse(String(data)) as PresenceMessage))
  }
  document.addEventListener('visibilitychange', follow)
  addEventListener('pagehide', () => source?.close())
  follow()
}
