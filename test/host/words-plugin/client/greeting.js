/** Says how many tries there are, in the words of the page. */
export async function init(element, runtime, { tries }) {
  const words = await runtime.words()
  const said = document.createElement('p')
  said.className = 'tries'
  said.textContent = words.ngettext('{n} try', '{n} tries', tries).replace('{n}', String(tries))
  element.append(said)
}
