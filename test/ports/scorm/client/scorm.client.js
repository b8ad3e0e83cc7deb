// @ts-check
/**
 * Opens the package in a frame that has no origin, keeps what it says of its learner, and uploads packages of staff.
 * @type {import('unit-compositor').ClientInit<HTMLElement, { title: string }>}
 */
export const init = (element, runtime, { title }) => {
  const stage = element.querySelector('.scorm-stage')
  const standing = element.querySelector('.scorm-standing')
  const full = element.querySelector('.scorm-full')
  /** @type {HTMLIFrameElement | undefined} */
  let frame
  /** @type {Record<string, string>} */
  let pending = {}
  /** @type {Promise<unknown>} */
  let last = Promise.resolve()
  /** @param {unknown} refusal */
  const sorry = (refusal) =>
    runtime.announce(refusal instanceof Error ? refusal.message : 'That could not be kept.')
  /** @param {boolean} isEnd @param {boolean} [isLeaving] */
  const keep = (isEnd, isLeaving = false) => {
    const values = pending
    if (Object.keys(values).length === 0 && !isEnd) return
    pending = {}
    const send = async () => {
      const sent = { values, isEnd }
      const answer = await runtime.call('commit', sent, { keepalive: isLeaving })
      if (standing) standing.textContent = /** @type {{ standing: string }} */ (answer).standing
    }
    // What is said in an order is kept in it; a page that is left waits for nothing.
    last = isLeaving ? send() : last.then(send)
    last = last.catch((refusal) => {
      pending = { ...values, ...pending }
      sorry(refusal)
    })
  }
  /** @param {number} item */
  const open = async (item) => {
    keep(false)
    await last
    try {
      const answer = await runtime.call('launch', { item })
      const { address, api } = /** @type {{ address: string, api: object }} */ (answer)
      frame = document.createElement('iframe')
      Object.assign(frame, { title, name: JSON.stringify(api), src: address })
      frame.setAttribute('sandbox', 'allow-scripts allow-forms allow-modals allow-popups')
      frame.setAttribute('allow', 'fullscreen; autoplay')
      stage?.replaceChildren(frame)
      if (full instanceof HTMLElement) full.hidden = false
    } catch (refusal) {
      sorry(refusal)
    }
  }
  window.addEventListener('message', ({ source, data }) => {
    if (!frame || source !== frame.contentWindow || !data) return
    const { scorm, name, value } = data
    if (scorm === 'set' && typeof name === 'string' && typeof value === 'string') pending[name] = value
    if (scorm === 'commit') keep(false)
    if (scorm === 'end') keep(true)
  })
  window.addEventListener('pagehide', () => keep(false, true))
  for (const button of element.querySelectorAll('button[value]'))
    button.addEventListener('click', () => void open(Number(button.getAttribute('value'))))
  full?.addEventListener('click', () => void frame?.requestFullscreen())

  const form = element.querySelector('.scorm-upload')
  const upload = async () => {
    const said = form?.querySelector('output')
    if (!said || !(form instanceof HTMLFormElement)) return
    said.value = 'It is being sent.'
    try {
      await runtime.call('upload', new FormData(form))
      location.reload()
    } catch (refusal) {
      said.value = refusal instanceof Error ? refusal.message : 'It could not be sent.'
    }
  }
  form?.addEventListener('submit', (event) => {
    event.preventDefault()
    void upload()
  })
}
