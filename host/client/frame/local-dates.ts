/** Writes dates by the browser's clock where nobody told the server which time zone the learner is in. */
export function showLocalDates(root: ParentNode = document): void {
  for (const place of root.querySelectorAll<HTMLTimeElement>('time[data-local]')) {
    const date = new Date(place.dateTime)
    if (Number.isNaN(date.getTime())) continue
    place.textContent = new Intl.DateTimeFormat(place.dataset['local'], {
      weekday: 'short',
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
    }).format(date)
  }
}
