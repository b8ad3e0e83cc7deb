/** The page of a preview: shows the problem anew when its file is saved, also when it was while the page was loading. */
const saves = document.querySelector<HTMLElement>('[data-saves]')?.dataset['saves'] ?? ''
const live = new EventSource(`/live?known=${saves}`)
live.addEventListener('message', () => location.reload())
