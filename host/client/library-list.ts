/** Says how many blocks of a library's list are ticked where it is chosen what is done with them, and opens that for the first. */
const bar = document.querySelector<HTMLDetailsElement>('details.ticked')
const form = bar?.closest('form')
const summary = bar?.querySelector<HTMLElement>('summary')
if (bar && form && summary) {
  const usual = summary.textContent
  const text = summary.dataset['ticked'] ?? usual
  const number = new Intl.NumberFormat(document.documentElement.lang)
  const tell = () => {
    const count = form.querySelectorAll('input[name="usage"]:checked').length
    summary.textContent = count === 0 ? usual : text.replace('{count}', number.format(count))
    bar.classList.toggle('has-ticked', count > 0)
  }
  form.addEventListener('change', tell)
  // Browsers tick again what was ticked when somebody comes back.
  addEventListener('pageshow', tell)
}
