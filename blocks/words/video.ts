import type { Translations } from '../../runtime/words/index.js'

/** What stands around a video. */
export default {
  'Video: {title}': {
    ar: 'فيديو: {title}',
    es: 'Vídeo: {title}',
    fr: 'Vidéo : {title}',
    zh: '视频：{title}',
  },
  'This video has no file that could be shown here.': {
    ar: 'لا يوجد لهذا الفيديو ملف يمكن عرضه هنا.',
    es: 'Este vídeo no tiene ningún archivo que se pueda mostrar aquí.',
    fr: 'Cette vidéo n’a pas de fichier qui puisse être montré ici.',
    zh: '此视频没有可在此显示的文件。',
  },
  'It goes on where you stopped, at {time}.': {
    ar: 'يُستأنف من حيث توقفت، عند {time}.',
    es: 'Continúa donde lo dejaste, en {time}.',
    fr: 'Elle reprend là où vous vous étiez arrêté, à {time}.',
    zh: '将从您上次停止处 {time} 继续播放。',
  },
  'This browser cannot play the video.': {
    ar: 'لا يستطيع هذا المتصفح تشغيل الفيديو.',
    es: 'Este navegador no puede reproducir el vídeo.',
    fr: 'Ce navigateur ne peut pas lire la vidéo.',
    zh: '此浏览器无法播放该视频。',
  },
  Transcript: { ar: 'النص المكتوب', es: 'Transcripción', fr: 'Transcription', zh: '文字记录' },
  Language: { ar: 'اللغة', es: 'Idioma', fr: 'Langue', zh: '语言' },
  'The transcript could not be loaded.': {
    ar: 'تعذّر تحميل النص المكتوب.',
    es: 'No se ha podido cargar la transcripción.',
    fr: 'La transcription n’a pas pu être chargée.',
    zh: '无法加载文字记录。',
  },
  'Download the video': {
    ar: 'تنزيل الفيديو',
    es: 'Descargar el vídeo',
    fr: 'Télécharger la vidéo',
    zh: '下载视频',
  },
  'Watch on YouTube': {
    ar: 'المشاهدة على YouTube',
    es: 'Ver en YouTube',
    fr: 'Regarder sur YouTube',
    zh: '在 YouTube 上观看',
  },
  'Download the transcript ({language})': {
    ar: 'تنزيل النص المكتوب ({language})',
    es: 'Descargar la transcripción ({language})',
    fr: 'Télécharger la transcription ({language})',
    zh: '下载文字记录（{language}）',
  },
  'Download the transcript': {
    ar: 'تنزيل النص المكتوب',
    es: 'Descargar la transcripción',
    fr: 'Télécharger la transcription',
    zh: '下载文字记录',
  },
  'Download the handout': {
    ar: 'تنزيل المادة المرفقة',
    es: 'Descargar el material',
    fr: 'Télécharger le document',
    zh: '下载讲义',
  },
  'Play: {title}': {
    ar: 'تشغيل: {title}',
    es: 'Reproducir: {title}',
    fr: 'Lire : {title}',
    zh: '播放：{title}',
  },
  'Playing it loads it from YouTube.': {
    ar: 'عند التشغيل يُحمَّل من YouTube.',
    es: 'Al reproducirlo se carga desde YouTube.',
    fr: 'La lecture le charge depuis YouTube.',
    zh: '播放时将从 YouTube 加载。',
  },
} as const satisfies Translations
