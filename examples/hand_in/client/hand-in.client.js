// @ts-check
/** @typedef {{ learner: string, name: string, file: string, note: string, grade: { points: number, comment: string } | null }} Row */
/**
 * Sends the file without leaving the page, and shows staff who handed in what, a page at a time.
 * @type {import('unit-compositor').ClientInit<HTMLElement, { points: number }>}
 */
export const init = (element, runtime, { points }) => {
  /** Does what somebody asked for, and says what refused it. @param {() => Promise<void>} work */
  const doing = async (work) => {
    try {
      await work()
    } catch (refusal) {
      const { gettext } = await runtime.words()
      runtime.announce(refusal instanceof Error ? refusal.message : gettext('That could not be sent.'))
    }
  }
  /** @param {HTMLFormElement | null} form @param {() => Promise<void>} work */
  const onSubmit = (form, work) =>
    form?.addEventListener('submit', (event) => {
      event.preventDefault()
      void doing(work)
    })

  const form = element.querySelector('form')
  onSubmit(form, async () => {
    await runtime.call('hand_in', new FormData(form ?? undefined))
    location.reload()
  })

  const desk = element.querySelector('.hand-in-desk')
  const more = desk?.querySelector('button')
  /** @type {string | null} */
  let next = null
  /** @param {string} text @param {HTMLElement} control */
  const labelled = (text, control) => {
    const label = document.createElement('label')
    label.append(`${text} `, control)
    return label
  }
  /** @param {Row} row @param {(text: string) => string} gettext */
  const line = ({ learner, name, file, note, grade }, gettext) => {
    const item = document.createElement('form')
    const title = document.createElement('h4')
    title.textContent = name
    const link = document.createElement('a')
    link.href = `${runtime.handlerUrl('work', learner)}?${new URLSearchParams({ file }).toString()}`
    link.textContent = file.slice(file.lastIndexOf('/') + 1)
    const given = document.createElement('input')
    Object.assign(given, {
      type: 'number',
      min: '0',
      max: String(points),
      required: true,
      value: grade?.points ?? '',
    })
    const comment = document.createElement('input')
    Object.assign(comment, { name: 'comment', maxLength: 2000, value: grade?.comment ?? '' })
    const save = document.createElement('button')
    save.textContent = gettext('Grade')
    const said = document.createElement('p')
    said.textContent = note
    item.append(
      title,
      link,
      said,
      labelled(gettext('Points'), given),
      labelled(gettext('Comment'), comment),
      save,
    )
    onSubmit(item, async () => {
      await runtime.call('grade', { learner, points: given.valueAsNumber, comment: comment.value })
      runtime.announce(gettext('The grade is saved.'))
    })
    return item
  }
  const show = async () => {
    const { gettext } = await runtime.words()
    const query = next === null ? '' : `?${new URLSearchParams({ after: next }).toString()}`
    const response = await fetch(runtime.handlerUrl('desk') + query)
    if (!response.ok) throw new Error(gettext('That could not be sent.'))
    const page = /** @type {{ rows: Row[], next: string | null }} */ (await response.json())
    const rows = page.rows.filter(({ file }) => file !== '')
    desk?.querySelector('div')?.append(...rows.map((row) => line(row, gettext)))
    next = page.next
    if (more) more.hidden = next === null
  }
  more?.addEventListener('click', () => void doing(show))
}
