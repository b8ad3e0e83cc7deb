/**
 * Has the captions of videos in a unit shown, though they come from another site than the page: browsers load them
 * from the page's own site only, unless the video itself may be read, too. So each is fetched, and given as a file of
 * the page. To be called before the unit is in the page.
 */
export function bringCaptions(unit: DocumentFragment): void {
  for (const track of unit.querySelectorAll<HTMLTrackElement>('track[src]')) {
    const address = track.getAttribute('src') ?? ''
    if (new URL(address, document.baseURI).origin === location.origin) continue
    track.removeAttribute('src')
    void bring(track, address)
  }
}

async function bring(track: HTMLTrackElement, address: string): Promise<void> {
  try {
    const response = await fetch(address)
    if (!response.ok) throw new Error(`status ${response.status}`)
    track.src = URL.createObjectURL(await response.blob())
    track.addEventListener('load', () => URL.revokeObjectURL(track.src), { once: true })
  } catch (error) {
    console.error(`The captions at ${address} could not be loaded:`, error)
  }
}
