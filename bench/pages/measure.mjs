// Measures the app's pages beside static pages of the same text: `node measure.mjs <settings as JSON>`. Prints a line
// of JSON for each figure as it is found: { name, product, limit, load }, the last of which is the machine's load average.
import { writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { Browser } from './browser.mjs';
import { boardReady, firstText, firstView, lighthouseScore } from './loading.mjs';
import { staticPage } from './staticPage.mjs';
import { longestTasks, scrolling } from './working.mjs';

const settings = JSON.parse(process.argv[2]);
const { product, limit, folder, runs } = settings;
const phone = {
  width: 390,
  height: 844,
  isMobile: true,
  hasTouch: true,
  deviceScaleFactor: 2,
};
const desk = { width: 1440, height: 900 };
const patience = { timeout: 60_000 };

const browser = await Browser.launch(settings);
const print = (name, of, beside) =>
  console.log(JSON.stringify({ name, product: of, limit: beside, load: loadavg()[0] }));
const signIn = (role) => browser.signIn(product, settings[role], settings.password);
const shows = (selector) => (page) => page.waitForSelector(selector, patience);
const showsMany = (selector, count) => (page) =>
  page.waitForFunction(
    (wanted, least) => document.querySelectorAll(wanted).length >= least,
    patience,
    selector,
    count,
  );

function median(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}

/** The medians of some runs of a measurement that gives several figures. */
async function medians(measurement) {
  const all = [];
  for (let run = 0; run < runs; run++) {
    all.push(await measurement());
  }
  return Object.fromEntries(Object.keys(all[0]).map((key) => [key, median(all.map((one) => one[key]))]));
}

/** Keeps the text of a page as a static page, and gives the address of that. */
async function keepText(name, person, address, ready, parts) {
  const text = await browser.visit(person, desk, async (page) => {
    await page.goto(product + address);
    await ready(page);
    return page.$eval('main', (main) => main.innerText);
  });
  await writeFile(join(folder, `${name}.html`), staticPage(text, parts));
  return `${limit}/${name}`;
}

async function visitorsPage(name, path, ready) {
  const address = product + path;
  const beside = await keepText(name, null, path, ready);
  const of = await medians(() => lighthouseScore(browser, address));
  const plain = await medians(() => lighthouseScore(browser, beside));
  print(`lighthouse-${name}`, of.score, plain.score);
  print(`largest-${name}`, of.largest, plain.largest);
  print(`blocked-${name}`, of.blocked, plain.blocked);
  const views = [];
  for (const screen of [phone, desk]) {
    views.push({
      of: await firstView(browser, null, screen, address, ready),
      plain: await firstView(browser, null, screen, beside, shows('p')),
    });
  }
  for (const part of ['shift', 'requests', 'later', 'script']) {
    const most = (side) => Math.max(...views.map((view) => view[side][part]));
    print(`${part}-${name}`, most('of'), most('plain'));
  }
  const text = await medians(() => firstText(browser, phone, address, 'main h1'));
  const plainText = await medians(() => firstText(browser, phone, beside, 'h1'));
  print(`text-${name}`, text.text, plainText.text);
  print(`heading-${name}`, text.heading, plainText.heading);
}

async function patientsPage() {
  const person = await signIn('patient');
  const path = '/appointments';
  const ready = shows('main h1');
  const beside = await keepText('own', person, path, ready);
  const of = await firstView(browser, person, phone, product + path, ready);
  const plain = await firstView(browser, null, phone, beside, shows('p'));
  print('requests-own', of.requests, plain.requests);
  print('script-own', of.script, plain.script);
}

async function board() {
  const { day, doctors } = settings.board;
  const person = await signIn('receptionist');
  person.storage = [[`clinibus.board.doctors.${person.user.id}`, JSON.stringify(doctors)]];
  const path = `/board?doctors=mine&day=${day}`;
  const cells = '[data-doctor] [data-cell]';
  const full = async (page) => {
    await showsMany('[data-doctor]', doctors.length)(page);
    await shows(cells)(page);
  };
  const beside = await keepText('board', person, path, full, { columns: doctors.length });
  const of = await medians(() => boardReady(browser, person, desk, product + path, cells));
  const plain = await medians(() => boardReady(browser, null, desk, beside, 'p'));
  print('board-cold', of.cold, plain.cold);
  print('board', of.warm, plain.warm);
  const scrolled = await medians(() =>
    scrolling(browser, person, desk, { url: product + path, ready: full, selector: '.scroller', across: true }),
  );
  const plainScrolled = await medians(() =>
    scrolling(browser, null, desk, { url: beside, ready: shows('p'), selector: 'html', across: true }),
  );
  print('board-frames', scrolled.frame, plainScrolled.frame);
  print('board-task', scrolled.task, plainScrolled.task);
}

async function dayList() {
  const { day, visits } = settings.list;
  const person = await signIn('receptionist');
  const path = `/day/${day}`;
  const full = showsMany('main ol.sheet > li.visit', visits);
  const beside = await keepText('list', person, path, full, { search: true });
  const of = await medians(() =>
    longestTasks(browser, person, desk, {
      first: `${product}/patients`,
      then: path,
      ready: full,
      search: 'main input[type=search]',
    }),
  );
  const plain = await medians(() =>
    longestTasks(browser, null, desk, { first: beside, ready: shows('p'), search: 'input' }),
  );
  print('list-open', of.open, plain.open);
  print('list-scroll', of.scroll, plain.scroll);
  print('list-search', of.search, plain.search);
}

async function timeline() {
  const person = await signIn('doctor');
  const path = `/patients/${settings.timeline.patient}/record`;
  const rows = '.timeline > li';
  /** Loads one part after the other, until there is none left. */
  const full = async (page) => {
    await shows(rows)(page);
    for (;;) {
      const before = (await page.$$(rows)).length;
      const more = await page.$('section:has(> .timeline) > button');
      if (!more) {
        return;
      }
      await more.click();
      await showsMany(rows, before + 1)(page);
    }
  };
  const beside = await keepText('timeline', person, path, full);
  const scrolled = (who, url, ready) =>
    medians(() => scrolling(browser, who, desk, { url, ready, selector: 'html', slower: true }));
  const of = await scrolled(person, product + path, full);
  const plain = await scrolled(null, beside, shows('p'));
  print('timeline-frames', of.frame, plain.frame);
  print('timeline-slow', of.slow, plain.slow);
  print('timeline-task', of.task, plain.task);
}

try {
  await visitorsPage('home', '/', shows('main .cards a'));
  await visitorsPage('book', '/book', shows('main .cards a, main input'));
  await patientsPage();
  await board();
  await dayList();
  await timeline();
} finally {
  await browser.close();
}
