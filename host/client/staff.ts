/** Keeps the page of a rescoring up to date, and shows what it did once it has ended. */
const place = document.querySelector<HTMLElement>('[data-rescoring]')
if (place) void follow(place)

interface Rescoring {
  readonly done: number
  readonly total: number
  readonly result?: unknown
  readonly error?: unknown
}

async function follow(shown: HTMLElement): Promise<void> {
  const bar = shown.querySelector('progress')
  const text = shown.querySelector('.staff-progress')
  for (;;) {
    await new Promise((done) => setTimeout(done, 500))
    const response = await fetch(location.href, { headers: { accept: 'application/json' } }).catch(
      () => undefined,
    )
    if (!response) continue
    if (!response.ok) return location.reload()
    const { done, total, result, error } = (await response.json()) as Rescoring
    if (result !== undefined || error !== undefined) return location.reload()
    if (!bar || !text || total === 0) continue
    bar.max = total
    bar.value = done
    text.textContent = `${done} / ${total}`
  }
}

/** A page that says how far something is, until it shows what came of it. */
if (document.querySelector('[data-waiting]')) setTimeout(() => location.reload(), 1500)
