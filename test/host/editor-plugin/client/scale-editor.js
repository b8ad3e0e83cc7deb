export const init = (element, runtime) => {
  const form = element.querySelector('form')
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void runtime.save({ low: form.low.valueAsNumber, high: form.high.valueAsNumber })
  })
  form.cancel.addEventListener('click', () => runtime.notify('cancelled'))
  form.suggest.addEventListener('click', async () => {
    const { high } = await runtime.call('suggest')
    form.high.value = high
  })
}
