/** Puts the numbers of a drag and drop's places where the places are, at the size its picture is shown. */
export function numberPlaces(frame: HTMLElement): void {
  const picture = frame.querySelector('img')
  if (!picture) return
  const draw = () => {
    const { naturalWidth, naturalHeight, offsetWidth, offsetHeight } = picture
    for (const mark of frame.querySelectorAll<HTMLElement>('.drag-and-drop-target')) {
      const [x = 0, y = 0, width = 0, height = 0] = ['x', 'y', 'width', 'height'].map((side) =>
        Number(mark.dataset[side]),
      )
      mark.classList.toggle('placed', naturalWidth > 0)
      mark.style.left = `${(x / (naturalWidth || 1)) * offsetWidth}px`
      mark.style.top = `${(y / (naturalHeight || 1)) * offsetHeight}px`
      mark.style.width = `${(width / (naturalWidth || 1)) * offsetWidth}px`
      mark.style.height = `${(height / (naturalHeight || 1)) * offsetHeight}px`
    }
  }
  picture.addEventListener('load', draw)
  new ResizeObserver(draw).observe(picture)
  draw()
}
