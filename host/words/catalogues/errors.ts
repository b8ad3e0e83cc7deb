import type { Translations } from '../translations.js'

export default {
  'What the site says': {
    ar: 'ما يقوله الموقع',
    es: 'Lo que dice el sitio',
    fr: 'Ce que dit le site',
    zh: '网站的说明',
  },
  'The site is busy, or is being restarted. Try again in a moment.': {
    ar: 'الموقع مشغول أو يُعاد تشغيله. حاول مرة أخرى بعد لحظات.',
    es: 'El sitio está ocupado o se está reiniciando. Inténtalo de nuevo en un momento.',
    fr: 'Le site est occupé ou redémarre. Réessayez dans un instant.',
    zh: '网站繁忙或正在重新启动。请稍后再试。',
  },
  'The site cannot keep anything just now, and nothing of what you sent is kept. Try again later.': {
    ar: 'لا يستطيع الموقع حفظ أي شيء الآن، ولم يُحفظ شيء مما أرسلته. حاول لاحقًا.',
    es: 'El sitio no puede guardar nada en este momento y no se ha guardado nada de lo que enviaste. Inténtalo más tarde.',
    fr: 'Le site ne peut rien enregistrer pour l’instant et rien de ce que vous avez envoyé n’est conservé. Réessayez plus tard.',
    zh: '网站目前无法保存任何内容，您提交的内容也没有保存。请稍后再试。',
  },
  'This part of the course is not there, or not for you. Go back to the course, and choose from its outline.':
    {
      ar: 'هذا الجزء من المقرر غير موجود أو ليس لك. عد إلى المقرر واختر من مخططه.',
      es: 'Esta parte del curso no existe o no es para ti. Vuelve al curso y elige en su índice.',
      fr: 'Cette partie du cours n’existe pas ou ne vous est pas destinée. Revenez au cours et choisissez dans son plan.',
      zh: '课程的这一部分不存在，或不向您开放。请返回课程，从大纲中选择。',
    },
  'The page sent something that is not taken here, so nothing was changed. Go back, load the page again, and try once more.':
    {
      ar: 'أرسلت الصفحة شيئًا لا يُقبل هنا، فلم يتغير شيء. عد وأعد تحميل الصفحة وحاول مرة أخرى.',
      es: 'La página envió algo que aquí no se acepta, así que no ha cambiado nada. Vuelve atrás, recarga la página e inténtalo otra vez.',
      fr: 'La page a envoyé quelque chose qui n’est pas accepté ici ; rien n’a été modifié. Revenez en arrière, rechargez la page et réessayez.',
      zh: '页面提交了此处不接受的内容，因此没有任何更改。请返回并重新加载页面，然后再试一次。',
    },
  'What you sent is too large, so nothing of it was kept. Send less, or a smaller file.': {
    ar: 'ما أرسلته كبير جدًا، فلم يُحفظ منه شيء. أرسل أقل، أو ملفًا أصغر.',
    es: 'Lo que enviaste es demasiado grande y no se ha guardado nada. Envía menos o un archivo más pequeño.',
    fr: 'Ce que vous avez envoyé est trop volumineux : rien n’a été conservé. Envoyez-en moins, ou un fichier plus petit.',
    zh: '您提交的内容过大，因此没有保存。请减少内容或使用较小的文件。',
  },
  'There is no room left for it here. Delete what you no longer need, then send it again.': {
    ar: 'لم تبقَ مساحة له هنا. احذف ما لم تعد تحتاج إليه ثم أرسله مرة أخرى.',
    es: 'Aquí ya no queda espacio. Elimina lo que ya no necesites y envíalo de nuevo.',
    fr: 'Il n’y a plus de place ici. Supprimez ce dont vous n’avez plus besoin, puis renvoyez-le.',
    zh: '这里已没有空间。请删除不再需要的内容，然后重新提交。',
  },
  'The site does not know who you are. Sign in, then open this page again.': {
    ar: 'لا يعرف الموقع من أنت. سجّل الدخول ثم افتح هذه الصفحة مرة أخرى.',
    es: 'El sitio no sabe quién eres. Inicia sesión y vuelve a abrir esta página.',
    fr: 'Le site ne sait pas qui vous êtes. Connectez-vous, puis rouvrez cette page.',
    zh: '网站无法识别您的身份。请登录后重新打开此页面。',
  },
  'There is no course at this address, or it is not open to you. Check the address, or ask whoever gave it to you.':
    {
      ar: 'لا يوجد مقرر في هذا العنوان، أو أنه غير متاح لك. تحقق من العنوان أو اسأل من أعطاك إياه.',
      es: 'En esta dirección no hay ningún curso, o no está abierto para ti. Comprueba la dirección o pregunta a quien te la dio.',
      fr: 'Il n’y a pas de cours à cette adresse, ou il ne vous est pas ouvert. Vérifiez l’adresse ou demandez à la personne qui vous l’a donnée.',
      zh: '此网址没有课程，或课程未向您开放。请检查网址，或询问给您网址的人。',
    },
  'This file is not there. Tell whoever teaches the course which link led here.': {
    ar: 'هذا الملف غير موجود. أخبر من يدرّس المقرر بالرابط الذي أوصلك إلى هنا.',
    es: 'Este archivo no existe. Di a quien imparte el curso qué enlace te trajo aquí.',
    fr: 'Ce fichier n’existe pas. Dites à la personne qui enseigne le cours quel lien vous a mené ici.',
    zh: '此文件不存在。请告诉授课教师是哪个链接指向这里。',
  },
  'Not open yet': { ar: 'لم يُفتح بعد', es: 'Aún no está abierto', fr: 'Pas encore ouvert', zh: '尚未开放' },
  'No longer open': {
    ar: 'لم يعد مفتوحًا',
    es: 'Ya no está abierto',
    fr: 'N’est plus ouvert',
    zh: '已不再开放',
  },
  'For other groups': {
    ar: 'لمجموعات أخرى',
    es: 'Para otros grupos',
    fr: 'Pour d’autres groupes',
    zh: '供其他小组使用',
  },
  'Come back when it opens.': {
    ar: 'عُد عندما يُفتح.',
    es: 'Vuelve cuando se abra.',
    fr: 'Revenez quand elle sera ouverte.',
    zh: '请在开放后再来。',
  },
  'What you did in it is kept.': {
    ar: 'ما أنجزته فيه محفوظ.',
    es: 'Lo que hiciste en ella se conserva.',
    fr: 'Ce que vous y avez fait est conservé.',
    zh: '您在其中完成的内容仍会保留。',
  },
  'This part of the course is for other groups than yours. Ask your teachers if you should be in one of them.':
    {
      ar: 'هذا الجزء من المقرر لمجموعات غير مجموعتك. اسأل معلميك إن كان ينبغي أن تكون في إحداها.',
      es: 'Esta parte del curso es para otros grupos. Pregunta al profesorado si deberías estar en alguno de ellos.',
      fr: 'Cette partie du cours est destinée à d’autres groupes que le vôtre. Demandez à vos enseignants si vous devriez en faire partie.',
      zh: '课程的这一部分面向其他小组。如果您应属于其中之一，请询问教师。',
    },
  'This was sent from a page of another site, so nothing was changed. Open the page here, and send it again.':
    {
      ar: 'أُرسل هذا من صفحة موقع آخر، فلم يتغير شيء. افتح الصفحة هنا وأرسله مرة أخرى.',
      es: 'Esto se envió desde una página de otro sitio, así que no ha cambiado nada. Abre la página aquí y envíalo de nuevo.',
      fr: 'Ceci a été envoyé depuis une page d’un autre site ; rien n’a été modifié. Ouvrez la page ici et renvoyez-le.',
      zh: '此内容是从其他网站的页面提交的，因此没有任何更改。请在此处打开页面并重新提交。',
    },
  'A file of this kind is not taken here, so nothing was kept. Send one of another kind.': {
    ar: 'لا يُقبل هنا ملف من هذا النوع، فلم يُحفظ شيء. أرسل ملفًا من نوع آخر.',
    es: 'Aquí no se aceptan archivos de este tipo, así que no se ha guardado nada. Envía uno de otro tipo.',
    fr: 'Un fichier de ce type n’est pas accepté ici ; rien n’a été conservé. Envoyez-en un d’un autre type.',
    zh: '此处不接受这种类型的文件，因此没有保存。请提交其他类型的文件。',
  },
  'This page has been open for too long. Go back, load it again, and send your answer once more.': {
    ar: 'ظلت هذه الصفحة مفتوحة مدة طويلة. عد وأعد تحميلها وأرسل إجابتك مرة أخرى.',
    es: 'Esta página lleva abierta demasiado tiempo. Vuelve atrás, recárgala y envía tu respuesta otra vez.',
    fr: 'Cette page est restée ouverte trop longtemps. Revenez en arrière, rechargez-la et renvoyez votre réponse.',
    zh: '此页面打开的时间过长。请返回并重新加载，然后再次提交答案。',
  },
  'Your answer cannot be read, so it was not graded, and no attempt was used. Go back, and correct it.': {
    ar: 'تعذرت قراءة إجابتك، فلم تُصحح ولم تُحتسب محاولة. عد وصححها.',
    es: 'No se puede leer tu respuesta, así que no se ha calificado ni se ha gastado ningún intento. Vuelve atrás y corrígela.',
    fr: 'Votre réponse ne peut pas être lue : elle n’a pas été notée et aucune tentative n’a été utilisée. Revenez en arrière et corrigez-la.',
    zh: '无法读取您的答案，因此未评分，也未计入尝试次数。请返回修改。',
  },
  'This server does not answer to this address. Use the one that its site gives.': {
    ar: 'لا يستجيب هذا الخادم لهذا العنوان. استخدم العنوان الذي يعطيه موقعه.',
    es: 'Este servidor no responde a esta dirección. Usa la que indica su sitio.',
    fr: 'Ce serveur ne répond pas à cette adresse. Utilisez celle que donne son site.',
    zh: '此服务器不响应该网址。请使用其网站提供的网址。',
  },
  'Something else of yours was being stored at the same time. Send it again.': {
    ar: 'كان شيء آخر لك يُحفظ في الوقت نفسه. أرسله مرة أخرى.',
    es: 'Al mismo tiempo se estaba guardando otra cosa tuya. Envíalo de nuevo.',
    fr: 'Autre chose de vous était en cours d’enregistrement au même moment. Renvoyez-le.',
    zh: '您的其他内容正在同时保存。请重新提交。',
  },
} as const satisfies Translations
