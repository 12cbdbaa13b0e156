import type { Messages } from './functions';

type Load = () => Promise<Messages>;

/** How to load the texts of a language: those that everybody reads, and those that are read after signing in. */
export interface TextFiles {
  everybody: Load;
  signedIn: Load;
}

/** Loads texts once they are needed: of the language that is shown, and of those only what its reader may see. */
export class TextLoader<Locale extends string> {
  private readonly loading = new Map<Load, Promise<void>>();
  private signedIn = false;

  /**
   * @param wanted the language that is shown, or will be once it is there
   * @param add receives what was loaded
   */
  constructor(
    private readonly files: Record<Locale, TextFiles>,
    private wanted: Locale,
    private readonly add: (locale: Locale, texts: Messages) => void,
  ) {}

  /** Loads what is not there yet of a language, which is shown from then on. */
  async change(locale: Locale) {
    const before = this.wanted;
    this.wanted = locale;
    try {
      await this.load();
    } catch (problem) {
      this.wanted = before;
      await this.load(); // somebody may have signed in meanwhile
      throw problem;
    }
  }

  /** Somebody signs in: they will read more. */
  signIn() {
    this.signedIn = true;
    return this.load();
  }

  private async load() {
    const locale = this.wanted;
    const { everybody, signedIn } = this.files[locale];
    const needed = this.signedIn ? [everybody, signedIn] : [everybody];
    await Promise.all(needed.map((file) => this.once(file, locale)));
  }

  private once(file: Load, locale: Locale): Promise<void> {
    const begun = this.loading.get(file) ?? this.read(file, locale);
    this.loading.set(file, begun);
    return begun;
  }

  private async read(file: Load, locale: Locale) {
    try {
      this.add(locale, await file());
    } catch (problem) {
      this.loading.delete(file);
      throw problem;
    }
  }
}
