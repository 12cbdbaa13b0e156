import type { TopicPage } from '@/shared/api/live';

type Watch = (topic: string, listener: (page: TopicPage) => void) => () => void;

/** A connection may have 50 topics; other parts of the page need some. */
const most = 46;
/** The server takes 120 frames at once and 20 a second; others send too. */
const burst = 84;
const perSecond = 15;
/** While the user changes the day quickly, nothing is subscribed yet. */
const restMs = 150;

/**
 * Watches a changing set of topics, the most important first, without ever telling the server more than
 * it takes: leafing through the days of forty doctors would be hundreds of frames.
 */
export class ThrottledTopics {
  private wanted: string[] = [];
  private bound = most;
  private readonly open = new Map<string, () => void>();
  private tokens = burst;
  private filledAt = Date.now();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly watch: Watch,
    private readonly received: (topic: string, page: TopicPage) => void,
  ) {}

  /** From now on these are to be watched, as far as there is room beside others of the page. */
  want(topics: string[], others = 0) {
    this.bound = most - others;
    this.wanted = topics.slice(0, this.bound);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.work(), this.open.size > 0 ? restMs : 0);
  }

  stop() {
    clearTimeout(this.timer);
    this.open.forEach((close) => close());
    this.open.clear();
  }

  private work() {
    this.refill();
    while (this.tokens >= 1 && this.step()) {
      this.tokens--;
    }
    if (!this.isDone()) {
      this.timer = setTimeout(() => this.work(), 1000 / perSecond);
    }
  }

  private refill() {
    const now = Date.now();
    this.tokens = Math.min(burst, this.tokens + ((now - this.filledAt) / 1000) * perSecond);
    this.filledAt = now;
  }

  /** Opens a window, makes room for it, or closes one without demand. */
  private step(): boolean {
    const next = this.wanted.find((topic) => !this.open.has(topic));
    if (next && this.open.size < this.bound) {
      this.open.set(
        next,
        this.watch(next, (page) => this.received(next, page)),
      );
      return true;
    }
    const superfluous = [...this.open.keys()].find((topic) => !this.wanted.includes(topic));
    if (superfluous) {
      this.open.get(superfluous)!();
      this.open.delete(superfluous);
    }
    return superfluous !== undefined;
  }

  private isDone(): boolean {
    return this.open.size === this.wanted.length && this.wanted.every((topic) => this.open.has(topic));
  }
}
