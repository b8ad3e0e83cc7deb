/** The page of a preview: shows the problem anew when its file is saved. */
const live = new EventSource('/live')
live.addEventListener('message', () => location.reload())
