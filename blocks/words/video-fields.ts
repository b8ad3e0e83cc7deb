import type { Translations } from '../../runtime/words/index.js'

/** Labels and help of a video's fields. */
export default {
  'YouTube id, at normal speed': {
    ar: 'معرّف يوتيوب بالسرعة العادية',
    es: 'Id de YouTube, a velocidad normal',
    fr: 'Identifiant YouTube, à vitesse normale',
    zh: 'YouTube 编号（正常速度）',
  },
  'YouTube id, at 0.75 times the speed': {
    ar: 'معرّف يوتيوب بسرعة 0.75',
    es: 'Id de YouTube, a 0,75 de velocidad',
    fr: 'Identifiant YouTube, à vitesse 0,75',
    zh: 'YouTube 编号（0.75 倍速）',
  },
  'YouTube id, at 1.25 times the speed': {
    ar: 'معرّف يوتيوب بسرعة 1.25',
    es: 'Id de YouTube, a 1,25 de velocidad',
    fr: 'Identifiant YouTube, à vitesse 1,25',
    zh: 'YouTube 编号（1.25 倍速）',
  },
  'YouTube id, at 1.5 times the speed': {
    ar: 'معرّف يوتيوب بسرعة 1.5',
    es: 'Id de YouTube, a 1,5 de velocidad',
    fr: 'Identifiant YouTube, à vitesse 1,5',
    zh: 'YouTube 编号（1.5 倍速）',
  },
  'Video files': { ar: 'ملفات الفيديو', es: 'Archivos de vídeo', fr: 'Fichiers vidéo', zh: '视频文件' },
  'Addresses of the same video in several formats, the best first.': {
    ar: 'عناوين الفيديو نفسه بصيغ عدة، الأفضل أولًا.',
    es: 'Direcciones del mismo vídeo en varios formatos, el mejor primero.',
    fr: 'Adresses de la même vidéo en plusieurs formats, le meilleur d’abord.',
    zh: '同一视频多种格式的地址，最佳者在前。',
  },
  'Video file (old form)': {
    ar: 'ملف الفيديو (صيغة قديمة)',
    es: 'Archivo de vídeo (forma antigua)',
    fr: 'Fichier vidéo (ancienne forme)',
    zh: '视频文件（旧形式）',
  },
  'Start at': { ar: 'البدء عند', es: 'Empezar en', fr: 'Commencer à', zh: '开始于' },
  'Stop at': { ar: 'التوقف عند', es: 'Parar en', fr: 'Arrêter à', zh: '停止于' },
  '00:00:00 is the end of the video.': {
    ar: '‏00:00:00 هي نهاية الفيديو.',
    es: '00:00:00 es el final del vídeo.',
    fr: '00:00:00 est la fin de la vidéo.',
    zh: '00:00:00 表示视频结尾。',
  },
  'Offer the video for download': {
    ar: 'إتاحة تنزيل الفيديو',
    es: 'Ofrecer el vídeo para descargar',
    fr: 'Proposer la vidéo au téléchargement',
    zh: '提供视频下载',
  },
  'Offer the transcript for download': {
    ar: 'إتاحة تنزيل النص',
    es: 'Ofrecer la transcripción para descargar',
    fr: 'Proposer la transcription au téléchargement',
    zh: '提供文字稿下载',
  },
  'Show captions': {
    ar: 'عرض الترجمة النصية',
    es: 'Mostrar subtítulos',
    fr: 'Montrer les sous-titres',
    zh: '显示字幕',
  },
  Transcripts: { ar: 'النصوص', es: 'Transcripciones', fr: 'Transcriptions', zh: '文字稿' },
  'Language code -> file of the course.': {
    ar: 'رمز اللغة -> ملف في المقرر.',
    es: 'Código de idioma -> archivo del curso.',
    fr: 'Code de langue -> fichier du cours.',
    zh: '语言代码 -> 课程中的文件。',
  },
  'Transcript id (old form)': {
    ar: 'معرّف النص (صيغة قديمة)',
    es: 'Id de la transcripción (forma antigua)',
    fr: 'Identifiant de la transcription (ancienne forme)',
    zh: '文字稿编号（旧形式）',
  },
  'Transcript address (old form)': {
    ar: 'عنوان النص (صيغة قديمة)',
    es: 'Dirección de la transcripción (forma antigua)',
    fr: 'Adresse de la transcription (ancienne forme)',
    zh: '文字稿地址（旧形式）',
  },
  Handout: { ar: 'مادة مرفقة', es: 'Material adjunto', fr: 'Document joint', zh: '讲义' },
  'Picture shown before it plays': {
    ar: 'الصورة المعروضة قبل التشغيل',
    es: 'Imagen mostrada antes de reproducir',
    fr: 'Image montrée avant la lecture',
    zh: '播放前显示的图片',
  },
  'Video id': { ar: 'معرّف الفيديو', es: 'Id del vídeo', fr: 'Identifiant de la vidéo', zh: '视频编号' },
  'Encoded files': {
    ar: 'الملفات المرمّزة',
    es: 'Archivos codificados',
    fr: 'Fichiers encodés',
    zh: '编码文件',
  },
  'What a video service made of the video: encoded_videos with profile and url, transcripts with language_code.':
    {
      ar: 'ما أنتجته خدمة فيديو منه: encoded_videos مع profile وurl، وtranscripts مع language_code.',
      es: 'Lo que un servicio de vídeo hizo de él: encoded_videos con profile y url, transcripts con language_code.',
      fr: 'Ce qu’un service vidéo en a fait : encoded_videos avec profile et url, transcripts avec language_code.',
      zh: '视频服务的处理结果：encoded_videos（含 profile 和 url）、transcripts（含 language_code）。',
    },
  'Not in mobile apps': {
    ar: 'ليس في تطبيقات الهاتف',
    es: 'No en aplicaciones móviles',
    fr: 'Pas dans les applications mobiles',
    zh: '不在移动应用中显示',
  },
  Shareable: { ar: 'قابل للمشاركة', es: 'Se puede compartir', fr: 'Partageable', zh: '可分享' },
  License: { ar: 'الترخيص', es: 'Licencia', fr: 'Licence', zh: '许可' },
  Duration: { ar: 'المدة', es: 'Duración', fr: 'Durée', zh: '时长' },
} as const satisfies Translations
