// @ts-check
/**
 * Launches the tool in a window of its own: asks for the signed form, and sends it.
 * @type {import('unit-compositor').ClientInit<HTMLElement>}
 */
export const init = (element, runtime) => {
  const open = async () => {
    const agreed = element.querySelector('input[name=agreed]')
    try {
      const sent = { agreed: agreed instanceof HTMLInputElement && agreed.checked }
      const answer = await runtime.call('launch', sent)
      const { address, fields } = /** @type {{ address: string, fields: Record<string, string> }} */ (answer)
      const launch = document.createElement('form')
      Object.assign(launch, { method: 'post', action: address, target: '_blank', hidden: true })
      for (const [name, value] of Object.entries(fields)) {
        launch.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }))
      }
      document.body.append(launch)
      launch.submit()
      launch.remove()
    } catch (refusal) {
      runtime.announce(refusal instanceof Error ? refusal.message : 'The tool could not be opened.')
    }
  }
  element.querySelector('.lti-launch')?.addEventListener('submit', (event) => {
    event.preventDefault()
    void open()
  })
}
