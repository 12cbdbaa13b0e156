import { describe, expect, it } from 'vitest';
import { linked, mailDocument } from './mailHtml';

describe('a mail', () => {
  it('is shown without what could run, load or be styled', () => {
    const shown = mailDocument(
      '<style>p{}</style><script>alert(1)</script><p style="x" onclick="y">Hello <a href="https://a.example">there</a></p><iframe></iframe>',
    );
    expect(shown).not.toMatch(/script|<style|style=|onclick|iframe/);
    expect(shown).toContain('Hello');
    expect(shown).toMatch(/<a [^>]*target="_blank"/);
  });

  it('has its addresses as links, without the full stop behind them', () => {
    expect(linked('Open https://a.example/i#token=x. Bye')).toEqual([
      { text: 'Open ' },
      { text: 'https://a.example/i#token=x', href: 'https://a.example/i#token=x' },
      { text: '. Bye' },
    ]);
  });
});
