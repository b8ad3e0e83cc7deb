/** Keeps the page of long work up to date, and shows what it did once it has ended. */
const place = document.querySelector<HTMLElement>('[data-job]')
if (place) void follow(place)

interface Progress {
  readonly done: number
  readonly total?: number
  readonly words: string
  readonly hasEnded: boolean
}

async function follow(shown: HTMLElement): Promise<void> {
  const bar = shown.querySelector('progress')
  const text = shown.querySelector('.job-words')
  for (;;) {
    await new Promise((done) => setTimeout(done, 700))
    const response = await fetch(location.href, { headers: { accept: 'application/json' } }).catch(
      () => undefined,
    )
    if (!response) continue
    if (!response.ok) return location.reload()
    const { done, total = 0, words, hasEnded } = (await response.json()) as Progress
    if (hasEnded) return location.reload()
    if (!bar || !text) continue
    if (total > 0) {
      bar.max = total
      bar.value = Math.min(done, total)
    }
    if (text.textContent !== words) text.textContent = words
  }
}
