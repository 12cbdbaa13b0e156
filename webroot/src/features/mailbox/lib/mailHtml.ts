/**
 * A mail's HTML for a frame without scripts. What the page's Content-Security-Policy would refuse is taken
 * out, so that nothing is reported for it; links open in a tab of their own.
 */
export function mailDocument(html: string): string {
  // Styles are refused, and reported, while they are read already.
  const plain = html.replace(/<(\/?)style\b/gi, '<$1template').replace(/\sstyle\s*=/gi, ' data-style=');
  const mail = new DOMParser().parseFromString(plain, 'text/html');
  mail
    .querySelectorAll('script, style, template, link, meta, base, iframe, object, embed, form')
    .forEach((one) => one.remove());
  for (const element of mail.querySelectorAll('*')) {
    for (const { name } of [...element.attributes]) {
      if (name === 'data-style' || name.startsWith('on')) {
        element.removeAttribute(name);
      }
    }
  }
  mail.querySelectorAll('a').forEach((link) => {
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
  });
  // The one way to choose letters where no style is allowed.
  const letters = mail.createElement('font');
  letters.setAttribute('face', 'system-ui, sans-serif');
  letters.append(...mail.body.childNodes);
  mail.body.append(letters);
  return mail.documentElement.outerHTML;
}

/** Text cut where links begin and end. */
export function linked(text: string): { text: string; href?: string }[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/)
    .filter(Boolean)
    .map((part) => (/^https?:\/\//.test(part) ? { text: part, href: part } : { text: part }));
}
