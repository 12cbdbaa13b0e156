import { problemFrom, type ApiProblem } from './problem';

/** The client's copy of a topic, as in docs/live-protocol.md. */
export interface TopicPage<About = unknown, Item = unknown> {
  about: About | null;
  items: ReadonlyMap<string, Item>;
  /** How many others look at it; of a department also how many at each of its doctors. */
  presence: { department: number; doctors: Record<string, number> } | null;
  /** Whether it is known to be as the server has it. What was there stays while it is not. */
  current: boolean;
  /** Why it is not shown. */
  problem: ApiProblem | null;
}

type Listener = (page: TopicPage) => void;

interface Topic {
  page: TopicPage;
  version: number | null;
  listeners: Set<Listener>;
}

interface TopicFrame {
  type: 'snapshot' | 'delta' | 'refused' | 'presence';
  topic: string;
  /** Of a refusal that is about a hold. */
  hold?: string;
  version: number;
  from: number;
  data: { about?: unknown; items?: Record<string, unknown>; set?: Record<string, unknown>; unset?: string[] };
  problem: unknown;
}

type Frame =
  | TopicFrame
  | { type: 'welcome'; now: string }
  | { type: 'pong'; versions: Record<string, number> }
  | { type: 'ended'; code: number; comeBackAfter?: number };

/** What the client needs of the world; tests give their own. */
export interface LiveWorld {
  url: string;
  connect(url: string): WebSocket;
  /** The access token of the signed-in user, or null; a new one after the server refused the last. */
  token(refused: boolean): Promise<string | null>;
  /**
   * Called whenever the connection comes or goes, or does not answer.
   *
   * @param since when it was last known to work, in milliseconds of this device
   */
  changed(live: boolean, since: number): void;
  /** Whether the user has to know within seconds that the connection does not work. */
  isWatched(): boolean;
  /** The server's clock. */
  clock(now: Date): void;
}

const firstWaitMs = 500;
const longestWaitMs = 15_000;
const pingEveryMs = 20_000;
/** How long a watched connection may be silent before it is asked for a sign. */
const beatMs = 2_500;
/** How long after that it still counts as live; it is given up later. */
const answerWithinMs = 2_000;
const pongWithinMs = 8_000;
const openWithinMs = 10_000;
/** A connection that lasted so long was a good one. */
const lastingMs = 10_000;
const refusedAgainMs = 5_000;
const unauthenticated = 4401;
const tooMany = 4429;

/**
 * One connection for all of a page's topics. Reconnects after any interruption with growing, jittered delays,
 * resumes from its versions, and verifies them periodically.
 */
export class LiveClient {
  private readonly topics = new Map<string, Topic>();
  /** What is to be done when a hold is found to be gone. */
  private readonly holds = new Map<string, () => void>();
  private socket: WebSocket | null = null;
  private attempts = 0;
  private connectedAt = Infinity;
  private comeBackAfter: number | null = null;
  private refusedToken = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pulse: ReturnType<typeof setTimeout> | undefined;
  private doubt: ReturnType<typeof setTimeout> | undefined;
  /** When the last frame of the server came, and it was last asked for its versions, in milliseconds of this device. */
  private receivedAt = 0;
  private comparedAt = 0;
  /** Whether frames may be sent: authentication is complete or not needed. */
  private ready = false;
  private live: boolean | null = null;

  constructor(private readonly world: LiveWorld) {}

  /**
   * Subscribes to a topic until the returned function is called. The listener receives the known state at
   * once.
   */
  watch(name: string, listener: Listener): () => void {
    let topic = this.topics.get(name);
    if (!topic) {
      topic = { page: emptyPage, version: null, listeners: new Set() };
      this.topics.set(name, topic);
      this.send({ type: 'subscribe', topic: name });
    }
    topic.listeners.add(listener);
    listener(topic.page);
    this.start();
    return () => this.unwatch(name, listener);
  }

  /** Ties a hold to this connection: it is released when the page is closed. Calls back if it is gone already. */
  keep(hold: string, gone: () => void = () => {}) {
    this.holds.set(hold, gone);
    this.send({ type: 'keep', hold });
    this.start();
  }

  /** The hold has ended otherwise. */
  forget(hold: string) {
    this.holds.delete(hold);
  }

  /** A fresh token of the same person. */
  async renew() {
    const token = await this.world.token(false);
    if (token) {
      this.send({ type: 'authenticate', token });
    }
  }

  /** Another user, or none: discards everything of the previous user. */
  restart() {
    for (const topic of this.topics.values()) {
      topic.version = null;
      this.show(topic, emptyPage);
    }
    this.holds.clear();
    this.attempts = 0;
    this.drop();
    this.connectIfNeeded();
  }

  /** The device has no network. */
  offline() {
    this.setSilent();
  }

  /** The page is looked at again, or the network is back: no time to wait. */
  wake() {
    if (this.socket) {
      this.ping();
    } else {
      this.attempts = 0;
      this.connectIfNeeded();
    }
  }

  private start() {
    if (!this.socket && this.timer === undefined) {
      this.connectIfNeeded();
    }
  }

  private unwatch(name: string, listener: Listener) {
    const topic = this.topics.get(name);
    if (topic?.listeners.delete(listener) && topic.listeners.size === 0) {
      this.topics.delete(name);
      this.send({ type: 'unsubscribe', topic: name });
    }
  }

  // ---- the connection

  private connectIfNeeded() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.socket && (this.topics.size > 0 || this.holds.size > 0)) {
      void this.connect();
    }
  }

  private async connect() {
    this.setLive(this.live ?? false);
    const socket = (this.socket = this.world.connect(this.world.url));
    socket.onmessage = (message) => {
      if (this.socket === socket) {
        this.alive();
        this.receive(JSON.parse(message.data as string));
      }
    };
    socket.onclose = (event) => this.socket === socket && this.lost(event.code);
    this.pulse = setTimeout(() => this.lost(0), openWithinMs);
    await new Promise((opened) => (socket.onopen = opened));
    const token = await this.world.token(this.refusedToken);
    if (this.socket !== socket || socket.readyState !== WebSocket.OPEN) {
      return;
    }
    this.refusedToken = false;
    this.ready = true;
    if (token) {
      this.send({ type: 'authenticate', token });
    }
    [...this.holds.keys()].forEach((hold) => this.send({ type: 'keep', hold }));
    this.topics.forEach((topic, name) => this.subscribe(name, topic));
    this.connectedAt = this.comparedAt = Date.now();
    this.alive();
  }

  private lost(code: number) {
    this.drop();
    this.refusedToken = code === unauthenticated;
    if (Date.now() - this.connectedAt > lastingMs) {
      this.attempts = 0;
    }
    this.connectedAt = Infinity;
    const longest = Math.min(firstWaitMs * 2 ** this.attempts, longestWaitMs);
    const wait = code === tooMany ? longestWaitMs : longest * (0.5 + Math.random() / 2);
    this.attempts++;
    this.timer = setTimeout(() => this.connectIfNeeded(), this.comeBackAfter ?? wait);
    this.comeBackAfter = null;
  }

  private drop() {
    clearTimeout(this.pulse);
    clearTimeout(this.doubt);
    const socket = this.socket;
    this.socket = null;
    this.ready = false;
    socket?.close();
    this.topics.forEach((topic) => this.show(topic, { ...topic.page, current: false }));
    this.setLive(false);
  }

  private setLive(live: boolean) {
    if (this.live !== live) {
      this.live = live;
      this.world.changed(live, Date.now());
    }
  }

  /** A frame of the server came: the next ping can wait. */
  private alive() {
    if (!this.ready) {
      return;
    }
    this.receivedAt = Date.now();
    clearTimeout(this.doubt);
    clearTimeout(this.pulse);
    this.setLive(true);
    this.pulse = setTimeout(() => this.ping(), this.world.isWatched() ? beatMs : pingEveryMs);
  }

  /**
   * Sends a ping. Without a reply the connection is soon not called live any more, and later counts as lost. The
   * versions are compared now and then; in between a sign is enough.
   */
  private ping() {
    clearTimeout(this.pulse);
    clearTimeout(this.doubt);
    const brief = this.world.isWatched() && Date.now() - this.comparedAt < pingEveryMs;
    if (!brief) {
      this.comparedAt = Date.now();
    }
    this.send({ type: 'ping', ...(brief && { brief }) });
    this.doubt = setTimeout(() => this.setSilent(), answerWithinMs);
    this.pulse = setTimeout(() => this.lost(0), pongWithinMs);
  }

  private setSilent() {
    if (this.live) {
      this.live = false;
      this.world.changed(false, this.receivedAt);
    }
  }

  private send(frame: object) {
    if (this.ready && this.socket?.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify(frame));
    }
  }

  private subscribe(name: string, topic: Topic) {
    this.send({ type: 'subscribe', topic: name, ...(topic.version !== null && { since: topic.version }) });
  }

  // ---- frames from the server

  private receive(frame: Frame) {
    switch (frame.type) {
      case 'welcome':
        this.world.clock(new Date(frame.now));
        break;
      case 'pong':
        this.compare(frame.versions);
        break;
      case 'ended':
        this.comeBackAfter = frame.comeBackAfter ?? null;
        break;
      default:
        if (frame.type === 'refused' && frame.hold !== undefined) {
          this.refusedHold(frame.hold, problemFrom(frame.problem));
        } else if (this.topics.has(frame.topic)) {
          this.receiveOf(this.topics.get(frame.topic)!, frame);
        }
    }
  }

  private receiveOf(topic: Topic, frame: TopicFrame) {
    switch (frame.type) {
      case 'snapshot':
        topic.version = frame.version;
        this.show(topic, {
          ...topic.page,
          about: frame.data.about,
          items: new Map(Object.entries(frame.data.items ?? {})),
          current: true,
          problem: null,
        });
        break;
      case 'delta':
        this.apply(topic, frame);
        break;
      case 'presence':
        this.show(topic, { ...topic.page, presence: frame.data as unknown as TopicPage['presence'] });
        break;
      case 'refused':
        this.refused(topic, frame);
    }
  }

  private apply(topic: Topic, frame: TopicFrame) {
    if (frame.from !== topic.version) {
      if (topic.version === null || frame.version > topic.version) {
        this.subscribe(frame.topic, topic);
      }
      return;
    }
    topic.version = frame.version;
    const items = new Map(topic.page.items);
    frame.data.unset?.forEach((key) => items.delete(key));
    Object.entries(frame.data.set ?? {}).forEach(([key, item]) => items.set(key, item));
    this.show(topic, { ...topic.page, about: frame.data.about ?? topic.page.about, items, current: true });
  }

  private refused(topic: Topic, frame: TopicFrame) {
    const problem = problemFrom(frame.problem);
    topic.version = null;
    this.show(topic, { ...emptyPage, problem });
    if (problem.status >= 500) {
      setTimeout(
        () => this.topics.get(frame.topic) === topic && this.subscribe(frame.topic, topic),
        refusedAgainMs,
      );
    }
  }

  private refusedHold(hold: string, problem: ApiProblem) {
    const gone = this.holds.get(hold);
    // A server that cannot tell just now is asked again with the next connection.
    if (gone && problem.status < 500) {
      this.holds.delete(hold);
      gone();
    }
  }

  private compare(versions: Record<string, number>) {
    for (const [name, version] of Object.entries(versions)) {
      const topic = this.topics.get(name);
      if (topic && topic.version !== version) {
        this.subscribe(name, topic);
      }
    }
  }

  private show(topic: Topic, page: TopicPage) {
    topic.page = page;
    topic.listeners.forEach((listener) => listener(page));
  }
}

/** Of what nothing is known yet. */
export const emptyPage: TopicPage = {
  about: null,
  items: new Map(),
  presence: null,
  current: false,
  problem: null,
};
