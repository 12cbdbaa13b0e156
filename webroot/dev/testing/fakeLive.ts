import { vi } from 'vitest';

type Data = { about?: unknown; items?: Record<string, unknown> };

/** The server's side of the live connection, in memory: tells what it is given, remembers what it is sent. */
export class FakeLive {
  readonly received: Record<string, unknown>[] = [];
  readonly versions = new Map<string, number>();
  /** Whether pings are answered. */
  answers = false;
  private readonly data = new Map<string, Required<Data>>();
  private socket: FakeSocket | null = null;

  /** Takes the place of the browser's WebSocket. */
  install(): this {
    const open = (socket: FakeSocket) => this.open(socket);
    vi.stubGlobal(
      'WebSocket',
      class extends FakeSocket {
        constructor() {
          super((frame) => receive(frame));
          open(this);
        }
      },
    );
    const receive = (frame: Record<string, unknown>) => this.receive(frame);
    return this;
  }

  /** What the topic is from now on; subscribers get it. */
  set(topic: string, { about = {}, items = {} }: Data) {
    const before = this.data.get(topic);
    const from = this.versions.get(topic) ?? 0;
    this.data.set(topic, { about, items });
    this.versions.set(topic, from + 1);
    if (before) {
      const unset = Object.keys(before.items).filter((key) => !(key in items));
      this.tell({ type: 'delta', topic, from, version: from + 1, data: { about, set: items, unset } });
    } else if (this.received.some((frame) => frame.type === 'subscribe' && frame.topic === topic)) {
      this.tell({ type: 'snapshot', topic, version: from + 1, data: { about, items } });
    }
  }

  tell(frame: object) {
    this.socket?.onmessage?.({ data: JSON.stringify(frame) });
  }

  /** Cuts the connection, as a network does. */
  cut(code = 1006) {
    const lost = this.socket;
    this.socket = null;
    lost?.fall(code);
  }

  private open(socket: FakeSocket) {
    this.socket = socket;
    queueMicrotask(() => {
      socket.readyState = 1;
      socket.onopen?.();
      this.tell({ type: 'welcome', protocol: 1, now: new Date().toISOString(), beat: 20 });
    });
  }

  private receive(frame: Record<string, unknown>) {
    this.received.push(frame);
    if (frame.type === 'ping' && this.answers) {
      this.tell({ type: 'pong', versions: {} });
    }
    const topic = frame.topic as string;
    if (frame.type === 'subscribe' && this.data.has(topic)) {
      this.tell({ type: 'snapshot', topic, version: this.versions.get(topic), data: this.data.get(topic) });
    }
  }
}

class FakeSocket {
  static readonly OPEN = 1;
  readyState = 0;
  onopen?: () => void;
  onmessage?: (message: { data: string }) => void;
  onclose?: (event: { code: number }) => void;

  constructor(private readonly received: (frame: Record<string, unknown>) => void) {}

  send(text: string) {
    this.received(JSON.parse(text));
  }

  close() {
    this.fall(1000);
  }

  fall(code: number) {
    if (this.readyState !== 3) {
      this.readyState = 3;
      this.onclose?.({ code });
    }
  }
}
