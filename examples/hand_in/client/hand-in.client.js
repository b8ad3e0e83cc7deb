// @ts-check
/** @typedef {{ learner: string, name: string, file: string, note: string, grade: { points: number, comment: string } | null }} Row */
/**
 * Sends the file without leaving the page, and shows staff who handed in what, a page at a time.
 * @type {import('unit-compositor').ClientInit<HTMLElement, { points: number }>}
 */
export const init = async (element, runtime, { points }) => {
  const form = element.querySelector('form')
  const desk = element.querySelector('.hand-in-desk')
  /** @param {unknown} refusal */
  const sorry = async (refusal) => {
    const { gettext } = await runtime.words()
    runtime.announce(refusal instanceof Error ? refusal.message : gettext('That could not be sent.'))
  }
  form?.addEventListener('submit', async (event) => {
    event.preventDefault()
    try {
      await runtime.call('hand_in', new FormData(form))
      location.reload()
    } catch (refusal) {
      await sorry(refusal)
    }
  })

  const list = desk?.querySelector('div')
  const more = desk?.querySelector('button')
  /** @type {string | null} */
  let next = null
  /** @param {string} text @param {HTMLElement} control */
  const labelled = (text, control) => {
    const label = document.createElement('label')
    label.append(`${text} `, control)
    return label
  }
  /** @param {Row} row */
  const line = async ({ learner, name, file, note, grade }) => {
    const { gettext } = await runtime.words()
    const item = document.createElement('form')
    const link = document.createElement('a')
    link.href = `${runtime.handlerUrl('work', learner)}?${new URLSearchParams({ file })}`
    link.textContent = file
    const given = Object.assign(document.createElement('input'), {
      type: 'number',
      name: 'points',
      min: '0',
      max: String(points),
      required: true,
    })
    given.value = String(grade?.points ?? '')
    const comment = Object.assign(document.createElement('input'), {
      name: 'comment',
      maxLength: 2000,
      value: grade?.comment ?? '',
    })
    const save = document.createElement('button')
    save.textContent = gettext('Grade')
    const title = document.createElement('h5')
    title.textContent = name
    item.append(
      title,
      link,
      ` ${note}`,
      labelled(gettext('Points'), given),
      labelled(gettext('Comment'), comment),
      save,
    )
    item.addEventListener('submit', async (event) => {
      event.preventDefault()
      try {
        await runtime.call('grade', { learner, points: given.valueAsNumber, comment: comment.value })
        runtime.announce(gettext('The grade is saved.'))
      } catch (refusal) {
        await sorry(refusal)
      }
    })
    return item
  }
  more?.addEventListener('click', async () => {
    try {
      const query = next === null ? '' : `?${new URLSearchParams({ after: next })}`
      const response = await fetch(runtime.handlerUrl('desk') + query)
      if (!response.ok) throw new Error(response.statusText)
      const page = /** @type {{ rows: Row[], next: string | null }} */ (await response.json())
      list?.append(...(await Promise.all(page.rows.filter(({ file }) => file !== '').map(line))))
      next = page.next
      more.hidden = next === null
    } catch (refusal) {
      await sorry(refusal)
    }
  })
}
